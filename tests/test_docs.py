"""Documentation that cannot go stale: settings, commands and the picture of the house are checked against the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.cli import make_parser
from assistant.config import EndpointSettings, Settings

ROOT = Path(__file__).parent.parent


def leaves(section: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, f"{prefix}{name}.")
        elif name != "endpoints":
            yield prefix + name


def test_every_setting_stands_in_its_page_and_no_other() -> None:
    known = {*leaves(Settings), *leaves(EndpointSettings, "endpoints.NAME.")}
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)) == known


def test_every_command_stands_in_its_page() -> None:
    page = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
    commands = make_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    assert commands is not None
    missing = [name for name in commands if not re.search(rf"`{name}[ `]", page)]
    assert not missing


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("**/*.md")))
def test_no_page_links_to_a_file_that_is_not_there(page: str) -> None:
    if page.startswith((".venv", "examples")):
        return
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert not missing
