"""405 for an address of the API that is asked in the wrong way: the chat, mounted last, would say 404."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.http.errors import error

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class KnownMethods:
    """In front of the app that is mounted at the root: what gets there matched no route whole."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 405 with the methods that the address has."""
        if scope["type"] == "http" and (allowed := self._methods(scope)):
            reply = error(405, "这个地址不支持这种请求方法。")
            reply.headers["Allow"] = ", ".join(allowed)
            await reply(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _methods(self, scope: Scope) -> list[str]:
        """The methods with which another route would have taken the request."""
        asked = {**scope, "root_path": scope.get("app_root_path", "")}
        return [method for method in _METHODS if self._is_taken(asked | {"method": method})]

    def _is_taken(self, scope: Scope) -> bool:
        others = (route for route in self._routes if getattr(route, "app", None) is not self)
        return any(route.matches(scope)[0] is Match.FULL for route in others)


def guard_methods(routes: Sequence[BaseRoute]) -> None:
    """Put `KnownMethods` in front of what is mounted last."""
    mounted = routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = KnownMethods(mounted.app, routes)
