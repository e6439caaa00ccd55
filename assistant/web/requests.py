"""What the page may send, checked: sizes bounded, unknown keys refused."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.types import Language
from assistant.web.render.marks import Mark
from index.errors import UsageError
from index.types import Filters, Span


class Request(BaseModel):
    """The base: every request says in which language its answer is rendered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Language = "zh"


class AskRequest(Request):
    """A question in a conversation; `replaces` names the turn whose place a retry takes."""

    question: str = Field(min_length=1, max_length=4000)
    conversation: str = Field("", max_length=64)
    replaces: str = Field("", max_length=64)
    model: str = Field("", max_length=200)
    region: str = Field("", max_length=100)
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def filters(self) -> Filters:
        """Return the limits as the search takes them."""
        regions = tuple(part for part in self.region.replace("，", " ").replace("、", " ").split() if part)
        return Filters(regions=regions, date_from=self.date_from, date_to=self.date_to)


class TurnRequest(Request):
    """One turn, for stopping it or looking at it again."""

    turn: str = Field(max_length=64)


class Spot(BaseModel):
    """A citation to mark: number, span, and the spans of its context as (start, end, role)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int = Field(ge=0, le=100_000)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    context: list[tuple[int, int, str]] = Field(default_factory=list, max_length=50)


class ArticleRequest(Request):
    """An article to open, with the citations to mark; `active` is the index of the one that was clicked."""

    doc: str = Field(min_length=1, max_length=400)
    version: int | None = None
    spots: list[Spot] = Field(default_factory=list, max_length=500)
    active: int = Field(0, ge=0)

    def marks(self) -> list[Mark]:
        """Return the marks: the active citation with its context, the others plainly."""
        marks: list[Mark] = []
        for index, spot in enumerate(self.spots):
            if spot.end <= spot.start:
                continue
            active = index == self.active
            marks.append(Mark(Span(spot.start, spot.end), "active" if active else "cited", spot.n))
            if active:
                marks.extend(Mark(Span(s, e), "context", None, role[:20]) for s, e, role in spot.context if 0 <= s < e)
        return marks


class ConversationRequest(Request):
    """One conversation."""

    conversation: str = Field(max_length=64)


class RenameRequest(ConversationRequest):
    """Another title for a conversation."""

    title: str = Field(max_length=400)


class SearchRequest(Request):
    """Words that a list is searched for."""

    words: str = Field("", max_length=400)


class JudgeRequest(TurnRequest):
    """What the user thinks of an answer; an empty judgement takes it back."""

    judgement: Literal["up", "down", ""] = ""
    reason: str = Field("", max_length=2000)


_R = TypeVar("_R", bound=Request)


def parse_request(kind: type[_R], payload: dict[str, Any]) -> _R:
    """Check what came from the page; raises `UsageError` naming the key."""
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}", "reload the page") from None
