"""Get one page from the web, or say why not. Reading and geocoding are the only parts that touch the network.

The address comes from the analyst, redirects and feed links come from strangers: those may not lead from a public
page to an address inside the analyst's own network (server-side request forgery).
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_exponential

from extract.types import NO_VALIDATORS, Reject, Validators

USER_AGENT = "Demarc/0.1 (reads a page its user named; news text to incident maps)"
MAX_DOWNLOAD_BYTES = 20 * 2**20
"""trafilatura's own ceiling for a page; a news PDF is smaller."""
MAX_REDIRECTS = 5
ATTEMPTS = 3
CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5, 20, 60
_TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
_SAVE_PAGE = "open it in a browser, save it as .html and give that file"


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered. `url` is where redirects ended; `content_type` has no parameters, lower case."""

    url: str
    content_type: str
    data: bytes
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that is as it was when its validators were given."""

    url: str


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a request gave no page; `transient` ones are worth another try."""

    reason: str
    transient: bool = False


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str


Fetch = Callable[[str], Page | Reject]
FetchChanged = Callable[[str, Validators], Page | Unchanged | Reject]


def fetch_page(url: str, *, sleep: Callable[[float], None] = time.sleep) -> Page | Reject:
    """GET an http(s) address: at most 5 redirects, 20 MB and 60 s; timeouts, HTTP 429 and 5xx are tried 3 times."""
    answer = fetch_changed(url, Validators(), sleep=sleep)
    return Reject(url, "the site answered that nothing changed, unasked") if isinstance(answer, Unchanged) else answer


def fetch_changed(
    url: str, validators: Validators, *, sleep: Callable[[float], None] = time.sleep
) -> Page | Unchanged | Reject:
    """`fetch_page` of a page that may be `Unchanged` since its server gave these validators."""
    retrying = Retrying(
        retry=retry_if_result(lambda answer: isinstance(answer, _Failure) and answer.transient),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(multiplier=0.5, max=4),
        sleep=sleep,
        retry_error_callback=_last_answer,
    )
    answer: Page | Unchanged | _Failure = retrying(_follow, url, validators)
    return Reject(url, answer.reason) if isinstance(answer, _Failure) else answer


def may_follow(target: str, *, named_by: str | None) -> bool:
    """Whether an address that a page or feed named may be asked: never a private one, unless the namer is private.

    `named_by` is None for a feed file. The name is looked up here and again by the request, so a server that
    changes its answer in between is not caught.
    """
    if not is_web_address(target):
        return False
    return not _is_private(target) or (named_by is not None and _is_private(named_by))


def is_web_address(address: str) -> bool:
    """Whether this is an http(s) address with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _last_answer(state: RetryCallState) -> Page | Unchanged | _Failure:
    assert state.outcome is not None
    answer: Page | Unchanged | _Failure = state.outcome.result()
    return answer


def _is_private(url: str) -> bool:
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, UnicodeError, ValueError):
        return False
    return any(not ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)


def _follow(url: str, validators: Validators) -> Page | Unchanged | _Failure:
    with requests.Session() as session:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _request(session, url, validators)
            if not isinstance(answer, _Redirect):
                return answer
            if not may_follow(answer.url, named_by=url):
                return _Failure(f"redirects to {answer.url}, not a public web address; Demarc does not go there")
            url = answer.url
    return _Failure(f"more than {MAX_REDIRECTS} redirects; {_SAVE_PAGE}")


def _request(session: requests.Session, url: str, validators: Validators) -> Page | Unchanged | _Redirect | _Failure:
    try:
        with session.get(
            url,
            stream=True,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT, **_conditions(validators)},
        ) as response:
            return _answer(response, url)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        return _explain(error)


def _conditions(validators: Validators) -> dict[str, str]:
    """The request headers that ask for a page only if it changed; none without validators."""
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _answer(response: requests.Response, url: str) -> Page | Unchanged | _Redirect | _Failure:
    if response.is_redirect:
        return _Redirect(urljoin(url, response.headers["Location"]))
    if response.status_code == requests.codes.not_modified:
        return Unchanged(url)
    if response.status_code != requests.codes.ok:
        return _refusal(response.status_code)
    body = _body(response)
    if isinstance(body, _Failure):
        return body
    kind = Message()
    kind["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    charset = kind.get_content_charset() if kind.get_content_maintype() == "text" else None
    validators = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
    return Page(url, kind.get_content_type(), _as_utf8(body, charset), validators)


def _refusal(status: int) -> _Failure:
    if status in (404, 410):
        return _Failure(f"no such page (HTTP {status}); check the address")
    if status in (401, 402, 403, 451):
        return _Failure(f"the site refuses access (HTTP {status}); {_SAVE_PAGE}")
    advice = "try again later" if status in _TRANSIENT_STATUS else _SAVE_PAGE
    return _Failure(f"the site answered HTTP {status}; {advice}", transient=status in _TRANSIENT_STATUS)


def _body(response: requests.Response) -> bytes | _Failure:
    """The body, given up on when it is too big or drips in too slowly; each read returns what has arrived."""
    deadline = time.monotonic() + TOTAL_SECONDS
    body = bytearray()
    while chunk := response.raw.read1(2**16, decode_content=True):
        body += chunk
        if len(body) > MAX_DOWNLOAD_BYTES:
            return _Failure(f"larger than {MAX_DOWNLOAD_BYTES // 2**20} MB; download it and give the file")
        if time.monotonic() > deadline:
            return _Failure(f"not finished after {TOTAL_SECONDS} s; download it and give the file")
    return bytes(body)


def _as_utf8(body: bytes, charset: str | None) -> bytes:
    """The header's charset is known only here; what follows detects UTF-8 first."""
    if charset is None:
        return body
    try:
        return body.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return body


def _explain(error: Exception) -> _Failure:
    if _caused_by(error, (socket.gaierror, urllib3.exceptions.NameResolutionError)):
        return _Failure("no such host, or no network; check the address and the connection")
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)):
        return _Failure(f"no answer within {CONNECT_SECONDS}-{READ_SECONDS} s; try again later", transient=True)
    if isinstance(error, requests.exceptions.SSLError):
        return _Failure(f"its certificate is not valid; {_SAVE_PAGE}")
    if isinstance(error, (requests.ConnectionError, urllib3.exceptions.ProtocolError, OSError)) and not isinstance(
        error, (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)
    ):
        return _Failure("the connection failed or broke off; check the address or try again later", transient=True)
    return _Failure(f"not a usable web address ({error}); give one like https://example.org/story")


def _caused_by(error: BaseException, kinds: tuple[type[BaseException], ...]) -> bool:
    """Whether one of `kinds` is the error, its cause, or what requests wrapped as `args[0].reason`."""
    seen: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        one = todo.pop()
        if isinstance(one, kinds):
            return True
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            todo += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return False
