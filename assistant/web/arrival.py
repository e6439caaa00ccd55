"""What the page says about a language model that is on its way, or that cannot be had."""

from __future__ import annotations

from assistant.types import Language
from assistant.web.texts import say


class Arrival:
    """Hears of a download, and says one line about it."""

    def __init__(self) -> None:
        self._done = self._total = 0
        self._failure = ""

    def report(self, name: str, done: int, total: int) -> None:
        """Take in how far the download is, in bytes."""
        self._done, self._total = done, total

    def fail(self, reason: str) -> None:
        """Take in why the model does not come."""
        self._failure = reason

    def describe(self, language: Language) -> str:
        """Return one line for the page, empty where there is nothing to say."""
        if self._failure:
            return say(language, "model.failed", why=self._failure)
        if self._done < self._total:
            percent = 100 * self._done // self._total
            return say(language, "model.coming", percent=percent, megabytes=self._total >> 20)
        return ""
