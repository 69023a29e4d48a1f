"""A web site on the loopback, to stand in for papers and their feeds."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
PAGE = """<html><head><title>Calm in {0}</title><meta property="article:published_time" content="2025-02-0{1}">
<meta property="og:site_name" content="Sahel Post"></head><body><article><h1>Calm in {0}</h1>
<p>Markets in {0} opened on Monday after two days of fighting, the mayor's office told reporters.</p>
<p>No shots were heard overnight, residents said, and the road to the airport was open again.</p>
</article></body></html>"""
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Site:
    """A web site on loopback. `pages` maps paths to answers or to functions that give one; `asked` lists requests."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append(dict(self.headers))
                site.agents.add(self.headers["User-Agent"])
                page = site.pages.get(self.path, (404, HTML, b"<html>gone</html>"))
                status, headers, body = page() if callable(page) else page
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # the reader hung up, as some tests want it to
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """The server's own log is no part of the test's output."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def html(self, path: str, *values: object) -> str:
        self.pages[path] = (200, HTML, PAGE.format(*values).encode())
        return self.url + path

    def feed(self, path: str, *names: str, **headers: str) -> str:
        """A feed with an entry of each name, the first the newest, each with a page of its own."""
        items = "".join(f"<item><title>Calm in {name}</title><link>{self.url}/{name}</link></item>" for name in names)
        for name in names:
            self.html(f"/{name}", name, 3)
        rss = f'<rss version="2.0"><channel><title>Sahel Wire</title>{items}</channel></rss>'.encode()
        self.pages[path] = (200, {"Content-Type": "application/rss+xml", **headers}, rss)
        return self.url + path


@contextlib.contextmanager
def web_site() -> Iterator[Site]:
    """A running site."""
    one = Site()
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield one
    one.server.shutdown()
    thread.join()
    one.server.server_close()
