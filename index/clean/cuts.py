"""Taking words out of a text while every word that stays keeps its place in the source.

Every rule of the cleaner proposes `Cut`s in the coordinates of the text that it saw; nothing here knows why. Rules run
in stages (characters, then lines), and each stage sees what the one before left, so maps are composed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.types import OffsetRun, Origin, Removal, RemovalReason, Section, Span


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """Code points `start` to `end` go, `replacement` comes; `reason` None is a change of white space, not recorded."""

    start: int
    end: int
    reason: RemovalReason | None = None
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage left: its text, the map into the text before it, and what it took out with the place of each."""

    text: str
    runs: tuple[OffsetRun, ...]
    removed: tuple[tuple[int, Removal], ...] = ()


def keep_all(text: str) -> Stage:
    """Return the stage that changed nothing."""
    return Stage(text, (OffsetRun(0, 0, len(text)),) if text else ())


def apply_cuts(text: str, cuts: Iterable[Cut]) -> Stage:
    """Return `text` without the cuts; where two overlap, the one that starts first wins and the other is shortened."""
    parts: list[str] = []
    runs: list[OffsetRun] = []
    removed: list[tuple[int, Removal]] = []
    clean = source = 0

    def keep(until: int) -> None:
        nonlocal clean, source
        if until > source:
            parts.append(text[source:until])
            runs.append(OffsetRun(clean, source, until - source))
            clean += until - source
            source = until

    for cut in sorted(cuts, key=lambda each: (each.start, -each.end)):
        if cut.end <= source and not (cut.start == cut.end == source):
            continue
        keep(cut.start)
        words = text[max(cut.start, source) : cut.end]
        if cut.reason is not None and words.strip():
            removed.append((source, Removal(cut.reason, words.strip())))
        parts.append(cut.replacement)
        clean += len(cut.replacement)
        source = max(source, cut.end)
    keep(len(text))
    return Stage("".join(parts), join_runs(runs), tuple(removed))


def join_runs(runs: Iterable[OffsetRun]) -> tuple[OffsetRun, ...]:
    """Merge runs that follow each other without a gap on both sides."""
    joined: list[OffsetRun] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.clean + last.length == run.clean and last.source + last.length == run.source:
            joined[-1] = OffsetRun(last.clean, last.source, last.length + run.length)
        else:
            joined.append(run)
    return tuple(joined)


def compose(upper: Sequence[OffsetRun], lower: Sequence[OffsetRun]) -> tuple[OffsetRun, ...]:
    """Return the map of `upper` (into a middle text) followed by `lower` (from that text into the source)."""
    starts = [run.clean for run in lower]
    runs: list[OffsetRun] = []
    for run in upper:
        middle, end = run.source, run.source + run.length
        at = max(bisect_right(starts, middle) - 1, 0)
        while at < len(lower) and lower[at].clean < end:
            low = lower[at]
            first, last = max(middle, low.clean), min(end, low.clean + low.length)
            if first < last:
                runs.append(OffsetRun(run.clean + first - middle, low.source + first - low.clean, last - first))
            at += 1
    return join_runs(runs)


def after(first: Stage, second: Stage) -> Stage:
    """Return the two stages as one, with the removals of both in the order of the source."""
    moved = [(to_source(first.runs, place), removal) for place, removal in second.removed]
    removed = sorted([*first.removed, *moved], key=lambda each: each[0])
    return Stage(second.text, compose(second.runs, first.runs), tuple(removed))


def to_source(runs: Sequence[OffsetRun], offset: int) -> int:
    """Return where the code point at `offset` stands in the source; inside a repair, where the repaired words begin."""
    at = bisect_right([run.clean for run in runs], offset) - 1
    if at < 0:
        return 0
    run = runs[at]
    return run.source + min(offset - run.clean, run.length)


def to_clean(runs: Sequence[OffsetRun], offset: int) -> int:
    """Return where the code point at `offset` of the source stands in the clean text, or the nearest after it."""
    at = bisect_right([run.source for run in runs], offset) - 1
    if at < 0:
        return runs[0].clean if runs else 0
    run = runs[at]
    if offset <= run.source + run.length:
        return run.clean + offset - run.source
    return runs[at + 1].clean if at + 1 < len(runs) else run.clean + run.length


def move_span(stage: Stage, span: Span) -> Span:
    """Return the span of the clean text that is left of `span` of the source, without white space at its edges."""
    start = to_clean(stage.runs, span.start)
    end = max(start, to_clean(stage.runs, span.end))
    words = stage.text[start:end]
    start += len(words) - len(words.lstrip(" \n"))
    return Span(start, max(start, start + len(words.strip(" \n"))))


def move_sections(sections: Iterable[Section], stage: Stage) -> tuple[Section, ...]:
    """Return the sections of the source as sections of the clean text, without those of which nothing is left."""
    moved = []
    for section in sections:
        span = move_span(stage, section.span)
        if span.start < span.end:
            context = tuple(replace(each, span=move_span(stage, each.span)) for each in section.context)
            context = tuple(each for each in context if each.span.start < each.span.end)
            moved.append(replace(section, span=span, context=context))
    return tuple(sorted(moved, key=lambda each: each.span))


def move_origins(origins: Iterable[Origin], stage: Stage) -> tuple[Origin, ...]:
    """Return the origins of the source as origins of the clean text, without those of which nothing is left."""
    moved = [replace(origin, span=move_span(stage, origin.span)) for origin in origins]
    return tuple(origin for origin in moved if origin.span.start < origin.span.end)
