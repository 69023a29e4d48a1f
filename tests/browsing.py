"""Pages of a real browser that count, and are refused, what they ask of the outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import ConsoleMessage, Page, Response, Route

LOCAL_SCHEMES = ("file:", "data:", "blob:", "about:")


@dataclass(slots=True)
class Watched:
    """A page, what it asked of the outside, what it complained of, and what it asked for and did not get."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class OpenPage(Protocol):
    """Open a page; `allowed` are beginnings of addresses that are not the outside ("http://localhost:8501")."""

    def __call__(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        allowed: tuple[str, ...] = (),
        touch: bool = False,
    ) -> Watched: ...


def watch(page: Page, *, allowed: tuple[str, ...] = ()) -> Watched:
    """Block and count what `page` asks of the outside, also what its own security policy stopped first."""
    seen = Watched(page)

    def judge(route: Route) -> None:
        if route.request.url.startswith((*LOCAL_SCHEMES, *allowed)):
            route.continue_()
            return
        seen.outside.append(route.request.url)
        route.abort()

    def listen(message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        seen.errors.append(message.text)
        if "Content Security Policy" in message.text:
            seen.outside.append(message.text)

    page.route("**/*", judge)

    def answered(response: Response) -> None:
        if response.status >= 400:
            seen.failed.append(f"{response.status} {response.url}")

    page.on("response", answered)
    page.on("requestfailed", lambda request: seen.failed.append(f"{request.failure} {request.url}"))
    page.on("console", listen)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("websocket", lambda socket: None if _is_local(socket.url, allowed) else seen.outside.append(socket.url))
    return seen


def _is_local(url: str, allowed: tuple[str, ...]) -> bool:
    return url.replace("ws", "http", 1).startswith(allowed) if allowed else False


@contextmanager
def expect_no_requests(watched: Watched) -> Iterator[None]:
    """Fail if anything inside asks the outside for something."""
    before = len(watched.outside)
    yield
    assert watched.outside[before:] == []
