"""Hotline staff: hashed passwords from the settings, signed sessions, and which of them were ended."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import Protocol

from itsdangerous import BadData, URLSafeTimedSerializer

from assistant.settings import Settings

_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16


def hash_password(password: str) -> str:
    """A scrypt hash for POLICY_STAFF_USERS: `scrypt.N.r.p.salt.hash`.

    It holds nothing that a shell, an env file or Compose would read as its own, so it needs no quotes.
    """
    salt = os.urandom(_SALT_BYTES)
    found = _scrypt(password, salt, _N, _R, _P)
    return ".".join(("scrypt", str(_N), str(_R), str(_P), _encode(salt), _encode(found)))


def verify_password(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed; False for a hash that cannot be read.

    Hashes of earlier versions, with `$` between the parts, are read too.
    """
    try:
        kind, n, r, p, salt, expected = stored.replace("$", ".").split(".")
        found = _scrypt(password, _decode(salt), int(n), int(r), int(p))
        return kind == "scrypt" and hmac.compare_digest(found, _decode(expected))
    except ValueError:
        return False


class EndedSessions(Protocol):
    """Remembers the sessions that were ended by logging out."""

    def end_session(self, session: str, until: datetime) -> None:
        """It is over; by `until` it would have expired anyway."""

    def session_ended(self, session: str) -> bool:
        """Whether it was ended."""


class Staff:
    """Who may log in to the desk, and who is logged in."""

    def __init__(self, settings: Settings, ended: EndedSessions) -> None:
        entries = settings.staff_users.get_secret_value().split(",")
        pairs = (entry.strip().partition(":") for entry in entries if ":" in entry)
        self._hashes = {name.strip(): stored.strip() for name, _, stored in pairs}
        secret = settings.session_secret.get_secret_value() or _encode(os.urandom(32))
        self._tokens = URLSafeTimedSerializer(secret, salt="desk")
        self._ended = ended
        self.seconds = int(settings.session_hours * 3600)
        self._unknown = hash_password(_encode(os.urandom(9)))

    @property
    def configured(self) -> bool:
        """Whether anybody may log in."""
        return bool(self._hashes)

    def log_in(self, name: str, password: str) -> str | None:
        """A session token; None where name or password is wrong. Takes as long for unknown names."""
        correct = verify_password(password, self._hashes.get(name, self._unknown))
        if not correct or name not in self._hashes:
            return None
        return str(self._tokens.dumps([name, uuid.uuid4().hex]))

    def who(self, token: str) -> str | None:
        """The name in a valid token; None where it is forged, out of date, ended or of somebody removed."""
        read = self._read(token)
        if read is None or read[0] not in self._hashes or self._ended.session_ended(read[1]):
            return None
        return read[0]

    def log_out(self, token: str) -> None:
        """The token's session is over, on every replica; a token that is none changes nothing."""
        read = self._read(token)
        if read is not None:
            until = datetime.now(UTC) + timedelta(seconds=self.seconds)
            self._ended.end_session(read[1], until)

    def _read(self, token: str) -> tuple[str, str] | None:
        try:
            name, session = self._tokens.loads(token, max_age=self.seconds)
        except (BadData, ValueError, TypeError):
            return None
        return str(name), str(session)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=2**26)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
