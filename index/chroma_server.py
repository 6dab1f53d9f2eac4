"""A shared Chroma server (POLICY_CHROMA_URL): which generation on it is current, and clearing old ones.

    collection policy-index             its metadata is the pointer: current and previous generation
    collections GENERATION-sentences …  the vectors of a generation, written once

Replicas of the app each keep the lexical index and the records on their own disk and share the vectors.
The pointer is one metadata record that the server replaces in one step.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chromadb.api.client import Client

_POINTER = "policy-index"
_PREFIX = "policy-"
_NAME_PARTS = 3
"""A generation's name: time, process, a random part (index.generations)."""
_GRACE_S = 3600
"""A generation younger than this may be another replica's that is just being built."""


class ServerError(Exception):
    """The Chroma server cannot be used; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Published:
    """The generation that the pointer names, and what it was made from."""

    current: str
    previous: str
    digest: str
    encoder: str
    format: int


def connect(url: str) -> Client:
    """A client of the server at `url` (http://host:port). Raises ServerError."""
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ServerError(f"POLICY_CHROMA_URL「{url}」应写成 http://主机:端口 的形式。")
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
    except Exception as error:  # chromadb and its HTTP library raise many kinds here
        raise ServerError(
            f"连不上 Chroma 服务 {url},请确认它已启动(chroma run)且 POLICY_CHROMA_URL 正确。"
        ) from error
    return cast(Client, client)


def collection_prefix(generation: str) -> str:
    """What the collections of a generation are called before their kind."""
    return f"{_PREFIX}{generation}-"


def published(client: Client) -> Published | None:
    """What the pointer says; None where nothing is published yet."""
    from chromadb.errors import NotFoundError

    try:
        metadata = client.get_collection(_POINTER, embedding_function=None).metadata or {}
    except NotFoundError:
        return None
    try:
        return Published(
            current=str(metadata["current"]),
            previous=str(metadata["previous"]),
            digest=str(metadata["digest"]),
            encoder=str(metadata["encoder"]),
            format=int(str(metadata["format"])),
        )
    except (KeyError, ValueError):
        return None


def publish(client: Client, new: Published) -> None:
    """Let the pointer name a generation that is complete and checked."""
    pointer = client.get_or_create_collection(_POINTER, embedding_function=None)
    pointer.modify(metadata=asdict(new))


def clean(client: Client) -> None:
    """Remove the collections of all generations but the current, the previous and very young ones."""
    known = published(client)
    keep = {known.current, known.previous} if known else set()
    for collection in client.list_collections():
        name = collection.name
        if not name.startswith(_PREFIX) or name == _POINTER:
            continue
        generation = "-".join(name.removeprefix(_PREFIX).split("-")[:_NAME_PARTS])
        if generation not in keep and _age_s(generation) > _GRACE_S:
            client.delete_collection(name)


def _age_s(generation: str) -> float:
    try:
        made = time.mktime(time.strptime(generation.split("-")[0], "%Y%m%dT%H%M%S"))
    except ValueError:
        return 0.0
    return time.time() - made
