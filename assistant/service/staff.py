"""Hotline staff: hashed passwords from the settings, and signed sessions without a store."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time

from assistant.settings import Settings

_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16


def hash_password(password: str) -> str:
    """A scrypt hash for POLICY_STAFF_USERS: `scrypt$N$r$p$salt$hash`, free of commas and colons."""
    salt = os.urandom(_SALT_BYTES)
    return f"scrypt${_N}${_R}${_P}${_encode(salt)}${_encode(_scrypt(password, salt, _N, _R, _P))}"


def verify_password(password: str, stored: str) -> bool:
    """Whether `password` is the one that was hashed; False for a hash that cannot be read."""
    try:
        kind, n, r, p, salt, expected = stored.split("$")
        found = _scrypt(password, _decode(salt), int(n), int(r), int(p))
        return kind == "scrypt" and hmac.compare_digest(found, _decode(expected))
    except ValueError:
        return False


class Staff:
    """Who may log in to the desk, and who is logged in."""

    def __init__(self, settings: Settings) -> None:
        entries = settings.staff_users.get_secret_value().split(",")
        pairs = (entry.strip().partition(":") for entry in entries if ":" in entry)
        self._hashes = {name.strip(): stored.strip() for name, _, stored in pairs}
        secret = settings.session_secret.get_secret_value()
        self._key = hashlib.sha256(secret.encode()).digest() if secret else os.urandom(32)
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
        payload = _encode(f"{int(time.time()) + self.seconds}:{name}".encode())
        return f"{payload}.{self._sign(payload)}"

    def who(self, token: str) -> str | None:
        """The name in a valid token; None where it is forged, out of date or of somebody removed."""
        payload, _, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(payload).encode()):
            return None
        expires, _, name = _decode(payload).decode().partition(":")
        return name if int(expires) > time.time() and name in self._hashes else None

    def _sign(self, payload: str) -> str:
        return _encode(hmac.digest(self._key, payload.encode(), "sha256"))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=2**26)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
