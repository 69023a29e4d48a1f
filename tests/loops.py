"""Coroutines in tests that share the process with a browser."""

import asyncio
from collections.abc import Coroutine
from threading import Thread
from typing import Any


def finish(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: Playwright keeps an event loop running in the main one."""
    thread = Thread(target=asyncio.run, args=(coroutine,))
    thread.start()
    thread.join()
