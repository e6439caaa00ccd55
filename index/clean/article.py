"""One raw article to its clean text: characters first, then gaps, then lines, each stage seeing what the last left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.clean.cuts import Cut, Stage, after, apply_cuts, keep_all, move_origins, move_sections
from index.clean.dom import parse_page
from index.clean.gaps import find_gaps, note_redactions
from index.clean.lines import find_contents, find_furniture
from index.clean.markdown import read_markup
from index.clean.metadata import read_facts
from index.clean.noise import INVISIBLE, find_empty_lines, find_noise, find_white_space
from index.clean.page import extract_article
from index.clean.pinyin import BROKEN_MARK, find_pinyin
from index.types import CleanText, RawArticle, Removal


def clean_article(raw: RawArticle) -> CleanText:
    """Return the clean text of `raw`; never raises for any text, and loses no sentence of the article."""
    if raw.media == "html":
        page = parse_page(raw.text)
        facts = read_facts(page, raw.text)
        extract = extract_article(page, facts)
        found = replace(raw, sections=extract.sections)
        cleaned = _clean_lines(found, extract.stage, (extract.headline, *extract.head))
        return replace(cleaned, facts=facts.rows())
    if raw.media == "markdown":
        markup = read_markup(raw.text)
        return _clean_lines(replace(raw, sections=markup.sections), apply_cuts(raw.text, markup.cuts), None)
    return _clean_lines(raw, keep_all(raw.text), None)


def _clean_lines(raw: RawArticle, start: Stage, page_head: tuple[str, ...] | None) -> CleanText:
    """Return the clean text of what is lines of text: all of `raw.text`, or what an extraction left of it."""
    cells = raw.media != "text"
    readable, repairs = _characters(start, cells)
    whole, gaps = _gaps(readable)
    cuts, head = find_contents(whole.text) if raw.media == "structured" else find_furniture(whole.text)
    done = _cut(whole, cuts)
    done = _cut(done, find_white_space(done.text, cells))
    done = _cut(done, find_empty_lines(done.text))
    broken = done.text.count(BROKEN_MARK)
    return CleanText(
        text=done.text,
        offsets=done.runs,
        removed=(*raw.removed, *_removals(start.text, done)),
        notes=_collect(raw, [*gaps, *repairs], broken, note_redactions(done.text, emphasis=raw.media == "markdown")),
        sections=move_sections(raw.sections, done),
        origins=move_origins(raw.origins, done),
        head=page_head if page_head is not None else head,
    )


def _cut(stage: Stage, cuts: Iterable[Cut]) -> Stage:
    return after(stage, apply_cuts(stage.text, cuts))


def _characters(stage: Stage, cells: bool) -> tuple[Stage, list[str]]:
    """Take out what no author wrote, then pinyin: a gloss may be split by an invisible character. Returns notes too."""
    stage = _cut(stage, find_white_space(stage.text, cells))
    stage = _cut(stage, find_noise(stage.text))
    cuts = list(find_pinyin(stage.text))
    repaired = sum(bool(cut.replacement) and cut.replacement != BROKEN_MARK for cut in cuts)
    stage = _cut(stage, cuts)
    notes = [f"{repaired} broken words repaired from their bytes"] if repaired else []
    return _cut(stage, find_white_space(stage.text, cells)), notes


def _gaps(stage: Stage) -> tuple[Stage, list[str]]:
    cuts, notes = find_gaps(stage.text)
    return _cut(stage, cuts), notes


def _removals(source: str, stage: Stage) -> tuple[Removal, ...]:
    """Return all removals in the order of the source, invisible characters as one."""
    invisible = "".join(INVISIBLE.findall(source))
    found = tuple(removal for _, removal in stage.removed)
    return (*found, Removal("noise", invisible)) if invisible else found


def _collect(raw: RawArticle, gaps: list[str], broken: int, redacted: Iterable[str]) -> tuple[str, ...]:
    marks = [f"{broken} broken characters could not be repaired"] if broken else []
    return tuple(dict.fromkeys([*raw.notes, *gaps, *redacted, *marks]))
