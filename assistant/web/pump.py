"""Events of a slow iterator with ticks in between, so that a page can say what it waits for and stop at once."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None


def pump(start: Callable[[], Iterable[_T]], seconds: float) -> Iterator[_T | None]:
    """Yield the items of `start()`, made in a thread, and None whenever `seconds` pass without one.

    Whoever stops listening does not wait: the thread ends at the next item. What the iterator raises is raised here.
    """
    items: queue.SimpleQueue[_T | _End] = queue.SimpleQueue()
    abandoned = threading.Event()

    def work() -> None:
        try:
            for item in start():
                if abandoned.is_set():
                    return
                items.put(item)
            items.put(_End(None))
        except Exception as error:
            # Raised again by the listener.
            items.put(_End(error))

    threading.Thread(target=work, daemon=True).start()
    try:
        while True:
            try:
                item = items.get(timeout=seconds)
            except queue.Empty:
                yield None
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        abandoned.set()
