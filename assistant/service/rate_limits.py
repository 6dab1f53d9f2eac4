"""How many requests a client may make: moving windows in memory, by the `limits` library."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_LOOKUPS_PER_QUESTION = 10
_LOGINS = parse("10/5 minutes")


class TooManyRequestsError(Exception):
    """A client asked too often; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"操作太频繁了，请{retry_after}秒后再试。")
        self.retry_after = retry_after


class RateLimits:
    """Limits per client; an empty setting limits nothing."""

    def __init__(self, setting: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._questions = parse(setting) if setting else None

    def question(self, client: str) -> None:
        """Count a question. Raises TooManyRequestsError."""
        if self._questions:
            self._hit(self._questions, "question", client)

    def lookup(self, client: str) -> None:
        """Count a search or a calculation. Raises TooManyRequestsError."""
        if self._questions:
            base = self._questions
            more = type(base)(base.amount * _LOOKUPS_PER_QUESTION, base.multiples)
            self._hit(more, "lookup", client)

    def login(self, client: str) -> None:
        """Count an attempt to log in. Raises TooManyRequestsError."""
        self._hit(_LOGINS, "login", client)

    def _hit(self, limit: RateLimitItem, kind: str, client: str) -> None:
        if not self._limiter.hit(limit, kind, client):
            reset = self._limiter.get_window_stats(limit, kind, client).reset_time
            raise TooManyRequestsError(max(1, math.ceil(reset - time.time())))
