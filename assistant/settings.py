"""Settings from the environment (prefix POLICY_) and from `.env` in the working folder."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator can set; docs/operations.md explains each."""

    model_config = SettingsConfigDict(
        env_prefix="POLICY_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    data_dir: Path = PROJECT / "data"
    """Index, records, caches. Everything in it but the records can be rebuilt."""
    corpus_dir: Path = PROJECT / "corpus" / "documents"
    domain: Path = PROJECT / "assistant" / "domain.yaml"
    """The field and the place that the product speaks of; see assistant/domain.py."""
    encoder: str = ""
    reranker: str = ""
    """A sentence-transformers MultiVectorEncoder or CrossEncoder; empty for the embedded one."""
    chroma_url: str = ""
    chat_model: str = ""
    chat_base_url: str = ""
    chat_api_key: SecretStr = SecretStr("")
    chat_explain: bool = False
    """Whether a chat model may explain in words of its own, labelled as such, beside the quotes."""
    chat_timeout_s: float = Field(default=20.0, gt=0, le=600)
    database_url: SecretStr = SecretStr("")
    staff_users: SecretStr = SecretStr("")
    """Hotline log-ins, `name:hash` separated by commas; assistant.service.staff.hash_password makes the hash."""
    session_secret: SecretStr = SecretStr("")
    """Signs hotline sessions; the same on all replicas. Empty: a new one at each start."""
    session_hours: float = Field(default=8.0, gt=0, le=72)
    max_question_chars: int = Field(default=1000, ge=10, le=20000)
    rate_limit: str = Field(
        default="60/minute", pattern=r"^(\d+ ?/ ?(\d+ )?(second|minute|hour|day)s?)?$"
    )
    """Questions per client, such as 60/minute; empty for no limit. Look-ups may be ten times as many."""
    site_name: str = Field(default="政策问答助手", min_length=1, max_length=30)
    embed_origins: str = Field(default="", pattern=r"^(https?://[A-Za-z0-9.*:-]+( |$))*$")
    """Sites that may show the chat in a frame (widget.js), separated by spaces."""
    retention_days: int = Field(default=365, ge=0, le=36500)
    """How long questions and feedback are kept; 0 for ever."""
    trusted_proxies: str = Field(default="127.0.0.1,::1", pattern=r"^(\*|[0-9A-Fa-f:./, ]*)$")
    """Addresses or networks whose X-Forwarded-For and -Proto are believed, separated by commas."""
    request_timeout_s: float = Field(default=60.0, gt=0, le=600)
    max_body_bytes: int = Field(default=262_144, ge=1024)

    @property
    def index_dir(self) -> Path:
        """Where index generations lie."""
        return self.data_dir / "index"


def describe(settings: Settings) -> dict[str, str]:
    """The effective settings for printing, secrets masked."""
    shown: dict[str, str] = {}
    for name, value in settings:
        if isinstance(value, SecretStr):
            shown[f"POLICY_{name.upper()}"] = (
                "已设置（不显示）" if value.get_secret_value() else "未设置"
            )
        else:
            shown[f"POLICY_{name.upper()}"] = str(value) if value != "" else "未设置"
    return shown
