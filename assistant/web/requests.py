"""What the page may send, checked: sizes bounded, unknown keys refused."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.types import Language
from assistant.web.faces import FigureFilters
from assistant.web.render.marks import Mark
from index.errors import UsageError
from index.types import ContextRole, Filters, Kind, Span, Status


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
    publisher: str = Field("", max_length=200)
    kind: Kind | Literal[""] = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def filters(self) -> Filters:
        """Return the limits as the search takes them."""
        return Filters(
            regions=split_list(self.region),
            publishers=split_list(self.publisher),
            kinds=(self.kind,) if self.kind else (),
            date_from=self.date_from,
            date_to=self.date_to,
        )


class TurnRequest(Request):
    """One turn, for stopping it or looking at it again."""

    turn: str = Field(max_length=64)


class Spot(BaseModel):
    """A citation to mark: number, span, and the spans of its context as (start, end, role)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int = Field(ge=0, le=100_000)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    context: list[tuple[int, int, ContextRole]] = Field(default_factory=list, max_length=50)


class ArticleRequest(Request):
    """An article to open, with the citations to mark; `active` is the index of the one that was clicked."""

    doc: str = Field(min_length=1, max_length=400)
    version: int | None = None
    spots: list[Spot] = Field(default_factory=list, max_length=500)
    active: int = Field(0, ge=0)
    # Also mark every figure that was read from the article.
    figures: bool = False

    def marks(self) -> list[Mark]:
        """Return the marks: the active citation with its context, the others plainly."""
        marks: list[Mark] = []
        for index, spot in enumerate(self.spots):
            if spot.end <= spot.start:
                continue
            active = index == self.active
            marks.append(Mark(Span(spot.start, spot.end), "active" if active else "cited", spot.n))
            if active:
                marks.extend(Mark(Span(s, e), "context", None, role) for s, e, role in spot.context if 0 <= s < e)
        return marks


class OriginalRequest(ArticleRequest):
    """The original of an article; `page` counts from 1, None is where the active citation stands."""

    page: int | None = Field(None, ge=1, le=100_000)


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


class IngestRequest(Request):
    """Uploaded files to read, by the names that the upload gave them."""

    names: list[str] = Field(min_length=1, max_length=20_000)


class PasteRequest(Request):
    """A text to take in as an article."""

    text: str = Field(min_length=1, max_length=2_000_000)
    title: str = Field("", max_length=300)
    date: dt.date | None = None
    publisher: str = Field("", max_length=200)
    url: str = Field("", max_length=1000)

    def about(self) -> dict[str, str]:
        """Return what was said about the text."""
        day = self.date.isoformat() if self.date else ""
        return {"title": self.title, "date": day, "publisher": self.publisher, "url": self.url}


class DocRequest(Request):
    """One article."""

    doc: str = Field(min_length=1, max_length=400)


class CorrectRequest(DocRequest):
    """Details of an article corrected by hand; what is None stays."""

    title: str | None = Field(None, max_length=300)
    date: str | None = Field(None, max_length=10)
    publisher: str | None = Field(None, max_length=200)
    regions: str | None = Field(None, max_length=300)

    def fields(self) -> dict[str, str]:
        """Return what is to change."""
        regions = None if self.regions is None else ",".join(split_list(self.regions))
        named = {"title": self.title, "date": self.date, "publisher": self.publisher, "regions": regions}
        return {key: value for key, value in named.items() if value is not None}


class ArticlesRequest(Request):
    """A page of the list of articles."""

    words: str = Field("", max_length=400)
    region: str = Field("", max_length=100)
    publisher: str = Field("", max_length=200)
    kind: Kind | Literal[""] = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    offset: int = Field(0, ge=0)

    def filters(self) -> Filters:
        """Return the limits as the catalog takes them."""
        return Filters(
            regions=(self.region.strip(),) if self.region.strip() else (),
            publishers=(self.publisher.strip(),) if self.publisher.strip() else (),
            kinds=(self.kind,) if self.kind else (),
            date_from=self.date_from,
            date_to=self.date_to,
        )


class FiguresRequest(Request):
    """Which figure records to list."""

    subject: str = Field("", max_length=200)
    metric: str = Field("", max_length=200)
    period: str = Field("", max_length=100)
    status: Status | Literal[""] = ""

    def filters(self) -> FigureFilters:
        """Return the limits as the library takes them."""
        return FigureFilters(self.subject.strip(), self.metric.strip(), self.period.strip(), self.status)


class CorrectFigureRequest(DocRequest):
    """One field of a figure corrected by hand; `removed` takes the figure out."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    field: Literal["subject", "metric", "value", "unit", "status", "period", "removed"]
    value: str = Field("", max_length=200)


class CompareRequest(Request):
    """Subjects and aspects, as a user writes lists: separated by 、，, or ;."""

    subjects: str = Field(min_length=1, max_length=1000)
    aspects: str = Field("", max_length=1000)
    period: str = Field("", max_length=100)


class SuggestRequest(Request):
    """What has been picked so far, for what may be picked next."""

    subjects: str = Field("", max_length=1000)


class CheckRequest(Request):
    """A draft: pasted, or the name that its upload gave."""

    text: str = Field("", max_length=500_000)
    name: str = Field("", max_length=400)
    date: dt.date | None = None


class ModelRequest(Request):
    """One model."""

    model: str = Field(min_length=1, max_length=200)


def split_list(words: str) -> tuple[str, ...]:
    """Return the parts of a list as a user writes it."""
    for mark in "，,；;\n":
        words = words.replace(mark, "、")
    return tuple(dict.fromkeys(part.strip() for part in words.split("、") if part.strip()))


_R = TypeVar("_R", bound=Request)


def parse_request(kind: type[_R], payload: dict[str, Any]) -> _R:
    """Check what came from the page; raises `UsageError` naming the key."""
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}", "reload the page") from None
