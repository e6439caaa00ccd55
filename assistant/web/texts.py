"""Every word of the page in Chinese and English, from `texts.toml`; a missing key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from assistant.types import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def load_texts() -> Mapping[str, Mapping[str, str]]:
    """Return `{"section.key": {"zh": …, "en": …}}`."""
    source = resources.files(__package__).joinpath("texts.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": words
        for section, entries in tomllib.loads(source).items()
        for key, words in entries.items()
    }


def say(language: Language, key: str, **values: object) -> str:
    """Return the words for `key` with `{name}` filled in; an unknown key raises `KeyError`."""
    words = load_texts()[key][language]
    return words.format(**values) if values else words


def list_section(language: Language, section: str) -> dict[str, str]:
    """Return all texts of one section, for the scripts of the page."""
    prefix = f"{section}."
    return {key.removeprefix(prefix): words[language] for key, words in load_texts().items() if key.startswith(prefix)}
