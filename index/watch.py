"""Say when something in a folder changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

# Changes within this time are one: a copy of many files should be one ingest.
_QUIET_MILLISECONDS = 1600


def watch_paths(paths: Sequence[Path]) -> Iterator[None]:
    """Yield once after every burst of changes below `paths`; ends with Ctrl-C."""
    from watchfiles import watch

    for _ in watch(*paths, debounce=_QUIET_MILLISECONDS, raise_interrupt=False):
        yield None
