"""Which lines of a page's text are the site's and not the article's: its head, its foot, and the heads of others.

The body is what is long and ends like a sentence. Before its first line stands the page's head, behind its last line
the page's foot. Wordings that could be an author's are cut in head and foot only; what nobody writes into an article is
cut anywhere. When in doubt a line stays: a line too many can be read over, a lost sentence cannot be found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.clean.cuts import Cut
from index.clean.patterns import (
    ADVERT,
    AGO,
    BREADCRUMB,
    COMMENTS_HEAD,
    CONTACT,
    CONTACT_ITEM,
    CONTENTS,
    CONTENTS_ENTRY,
    DATE,
    EDGE_FURNITURE,
    EDITOR,
    FOOTER,
    FURNITURE,
    HEAD_ITEM,
    HEAD_META,
    META_LENGTH,
    META_REST,
    NOTICE,
    PHONE,
    RELATED_LINK,
    is_meta,
    is_related_head,
    meta_rest,
)
from index.clean.tail import cut_tail
from index.tables import CELL
from index.text import fold
from index.types import RemovalReason

# A line with a sentence end is body from this length on, and any line from the longer one on.
BODY_LENGTH = 40
BODY_LENGTH_ANYWAY = 80
# The longest line that can be a headline or an advert's line.
HEADLINE_LENGTH = 60
# Sites put all of their foot on one line; prose is told from it by its full stops.
FOOTER_LENGTH = 400
# Lines of a page's head that are handed on to whoever reads title, date and publisher.
HEAD_LINES = 14
# Short lines in a row before the title that make a menu, and how short.
MENU_LINES = 4
MENU_LENGTH = 6
# Heads with teasers in a row that make a list of other articles without any heading over it.
FEWEST_TEASERS = 2
# Among many teasers behind 相关文章 a few may be whole sentences.
PROSE_SHARE = 0.2
# A shorter line is a name or a label, and may well come twice.
SHORTEST_HEADLINE = 8
# So many contacts on one line are a site's; a notice gives a person and a number.
SITE_CONTACTS = 3
# Lines in which a repeated headline can stand.
REPEAT_WITHIN = 30

_SENTENCE_END = re.compile(r"[。！？!?；;：:]")
_ENDS_SENTENCE = re.compile(r"[。！？!?；;][”’」』）)\]】》]*$")
_ELLIPSIS = re.compile(r"(?:\.{3,}|…+)$")
_ONLY_MARKS = re.compile(r"^[\W_]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text with its place, folded for matching."""

    start: int
    end: int
    folded: str

    @property
    def length(self) -> int:
        """Code points in the line."""
        return self.end - self.start


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` that hold anything, without white space at their edges."""
    folded = fold(text)
    lines: list[Line] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        words = folded[start:end]
        left = len(words) - len(words.lstrip())
        if words.strip():
            lines.append(Line(start + left, start + len(words.rstrip()), words.strip()))
        start = end + 1
    return lines


@dataclass(slots=True)
class _Marks:
    """What is known so far: the reason for which each line goes, None where it stays."""

    lines: list[Line]
    reasons: list[RemovalReason | None]

    def drop(self, at: int, reason: RemovalReason) -> None:
        """Mark a line as the site's; the first reason stays."""
        self.reasons[at] = self.reasons[at] or reason


def find_furniture(text: str) -> tuple[list[Cut], tuple[str, ...]]:
    """Return the cuts of all lines that are not the article's, and the lines of the page's head as they stood."""
    lines = split_lines(text)
    marks = _Marks(lines, [None] * len(lines))
    for at, line in enumerate(lines):
        if CELL not in line.folded and _is_furniture(line):
            marks.drop(at, "boilerplate")
    _mark_related(marks)
    _mark_after_editor(marks)
    body = [at for at, line in enumerate(lines) if marks.reasons[at] is None and _is_body(line)]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    head = tuple(text[line.start : line.end] for line in lines[: min(first, HEAD_LINES)])
    inside = list(_mark_head(marks, first))
    if body:
        _mark_foot(marks, last)
        inside += cut_tail(lines[last].folded, lines[last].start)
    _mark_contents(marks)
    _mark_repeats(marks)
    return [*_cuts(text, marks), *inside], head


def find_contents(text: str) -> tuple[list[Cut], tuple[str, ...]]:
    """Return the cuts of a table of contents, and the first lines: all that a file of an office has of a page."""
    lines = split_lines(text)
    marks = _Marks(lines, [None] * len(lines))
    _mark_contents(marks)
    body = next((at for at, line in enumerate(lines) if _is_body(line)), len(lines))
    head = tuple(text[line.start : line.end] for line in lines[: min(body, HEAD_LINES)])
    return list(_cuts(text, marks)), head


def _is_furniture(line: Line) -> bool:
    """Say whether the site's words are all there is; a line with a day is left to the rules of head and foot."""
    if DATE.search(line.folded) and is_meta(line.folded):
        return False
    return bool(FURNITURE.search(line.folded)) or (bool(BREADCRUMB.search(line.folded)) and not _is_body(line))


def _cuts(text: str, marks: _Marks) -> Iterator[Cut]:
    """Yield a cut for each run of lines that go for the same reason."""
    at = 0
    while at < len(marks.lines):
        reason = marks.reasons[at]
        until = at
        while until + 1 < len(marks.lines) and marks.reasons[until + 1] == reason:
            until += 1
        if reason is not None:
            yield Cut(marks.lines[at].start, marks.lines[until].end, reason)
        at = until + 1


def _is_body(line: Line) -> bool:
    """Say whether the line is long enough, and enough of a sentence, to be prose of the article."""
    if CELL in line.folded:
        return True
    if NOTICE.search(line.folded) or _is_footer(line) or FURNITURE.search(line.folded) or is_meta(line.folded):
        return False
    if ADVERT.search(line.folded) and PHONE.search(line.folded) and line.length < BODY_LENGTH_ANYWAY:
        return False
    if _is_contacts(line.folded):
        return False
    return line.length >= BODY_LENGTH_ANYWAY or (line.length >= BODY_LENGTH and bool(_SENTENCE_END.search(line.folded)))


def _is_footer(line: Line) -> bool:
    """Say whether the line is the foot of a site; prose that names a postcode and a telephone number is not."""
    return line.length <= FOOTER_LENGTH and "。" not in line.folded and bool(FOOTER.search(line.folded))


def _mark_related(marks: _Marks) -> None:
    """Mark the lists of other articles: those under a heading of their own, and heads with teasers at the end."""
    lines = marks.lines
    prose = 0
    for at, line in enumerate(lines):
        if prose and is_related_head(line.folded):
            until = _end_of_list(lines, at)
            marks.drop(at, "related" if at + 1 < until else "boilerplate")
            for later in range(at + 1, until):
                marks.drop(later, "related")
            if until == len(lines):
                return
        prose += _is_prose(line)
    _mark_teasers(marks)


def _is_prose(line: Line) -> bool:
    """Say whether the line is body that is not cut off: a teaser ends in dots."""
    return _is_body(line) and not _ELLIPSIS.search(line.folded)


def _end_of_list(lines: list[Line], head: int) -> int:
    """Return where the list under the heading at `head` ends: at the end of the page, or before prose comes again."""
    rest = lines[head + 1 :]
    prose = [at for at, line in enumerate(rest) if _is_prose(line)]
    teasers = sum(bool(_ELLIPSIS.search(line.folded)) for line in rest)
    if not prose or COMMENTS_HEAD.search(lines[head].folded):
        return len(lines)
    if teasers > FEWEST_TEASERS and len(prose) <= PROSE_SHARE * len(rest):
        return len(lines)
    # The line before the prose may be its own heading.
    return head + 1 + max(0, prose[0] - 1)


def _mark_teasers(marks: _Marks) -> None:
    """Mark pairs of a headline and a cut-off teaser at the end of the page, where no heading announced them."""
    lines, at, pairs, begin = marks.lines, len(marks.lines) - 1, 0, len(marks.lines)
    while at > 0:
        if marks.reasons[at] is not None:
            at -= 1
            continue
        teaser, headline = lines[at], lines[at - 1]
        if not (_ELLIPSIS.search(teaser.folded) and teaser.length > HEADLINE_LENGTH // 2):
            break
        if headline.length > HEADLINE_LENGTH or _ENDS_SENTENCE.search(headline.folded):
            break
        pairs, at = pairs + 1, at - 2
        while at >= 0 and lines[at].folded == headline.folded:
            at -= 1
        begin = at + 1
    if pairs >= FEWEST_TEASERS and any(_is_body(line) for line in lines[:begin]):
        for later in range(begin, len(lines)):
            marks.drop(later, "related")


def _mark_after_editor(marks: _Marks) -> None:
    """Mark heads with teasers behind the line of the editor, with which an article ends."""
    lines = marks.lines
    ends = [at for at, line in enumerate(lines) if EDITOR.search(line.folded)]
    if not ends or not any(_is_prose(line) for line in lines[: ends[-1]]):
        return
    rest = range(ends[-1] + 1, len(lines))
    if any(_is_prose(lines[at]) for at in rest) or not any(_ELLIPSIS.search(lines[at].folded) for at in rest):
        return
    for at in rest:
        marks.drop(at, "related")


def _mark_head(marks: _Marks, first: int) -> Iterator[Cut]:
    """Mark menus, and yield the cuts inside lines that name the date beside counters and names."""
    lines = marks.lines
    begin = 0
    # Without prose below, short lines may be all there is: a poem, a list of names.
    for at in range(first + 1 if first < len(lines) else 0):
        if at == first or not _is_menu_item(lines[at]):
            for each in range(begin, at if at - begin >= MENU_LINES else begin):
                marks.drop(each, "boilerplate")
            begin = at + 1
    for at in range(min(first, len(lines))):
        if marks.reasons[at] is not None:
            continue
        yield from _cut_meta(marks, at)
        if at > 0 and EDGE_FURNITURE.search(lines[at].folded) and not DATE.search(lines[at].folded):
            marks.drop(at, "boilerplate")


def _is_menu_item(line: Line) -> bool:
    return line.length <= MENU_LENGTH and not re.search(r"[。！？0-9]", line.folded)


def _cut_meta(marks: _Marks, at: int) -> Iterator[Cut]:
    """Yield the cuts that leave of a line like 发布于:2025-3-2 有118人参与 the words that say when."""
    line = marks.lines[at]
    if line.length > META_LENGTH or not HEAD_META.search(line.folded):
        return
    date, ago = DATE.search(line.folded), AGO.search(line.folded)
    items = list(HEAD_ITEM.finditer(line.folded))
    if not (date or ago or items):
        return
    left = meta_rest(line.folded)
    if len(left) > META_REST or "。" in line.folded or (date and not is_meta(line.folded)):
        return
    if not date:
        if ago or (at > 0 and len(left) <= META_REST // 2):
            marks.drop(at, "boilerplate")
        return
    if not items:
        return
    yield Cut(line.start, line.start + date.start(), "boilerplate")
    yield Cut(line.start + date.end(), line.end, "boilerplate")


def _mark_foot(marks: _Marks, last: int) -> None:
    """Mark what follows the last line of prose, as far as it is the site's."""
    lines = marks.lines
    foot = range(last + 1, len(lines))
    strong = [at for at in foot if marks.reasons[at] or NOTICE.search(lines[at].folded) or _is_footer(lines[at])]
    for at in foot:
        folded = lines[at].folded
        if at in strong or EDGE_FURNITURE.search(folded) or FURNITURE.search(folded):
            marks.drop(at, "boilerplate")
        elif RELATED_LINK.search(folded) or is_related_head(folded):
            marks.drop(at, "related")
        elif strong and (
            ADVERT.search(folded) or (at > strong[0] and (CONTACT.search(folded) or PHONE.search(folded)))
        ):
            marks.drop(at, "boilerplate")
    _mark_between(marks, foot)
    if strong and not EDITOR.search(lines[strong[0]].folded):
        _mark_contacts(marks, foot.start, strong[0])


def _mark_contacts(marks: _Marks, begin: int, until: int) -> None:
    """Mark lines of several contacts (地址: … 电话: … 传真: …) right before the foot of a site."""
    for at in range(until - 1, begin - 1, -1):
        if not _is_contacts(marks.lines[at].folded):
            return
        marks.drop(at, "boilerplate")


def _is_contacts(folded: str) -> bool:
    several = len(CONTACT_ITEM.findall(folded)) >= SITE_CONTACTS
    return several and "。" not in folded and bool(CONTACT.search(folded))


def _mark_between(marks: _Marks, foot: range) -> None:
    """Mark a short line of the foot that stands right between two lines of an advert."""
    for at in foot[1:-1]:
        around = (at - 1, at + 1)
        if marks.lines[at].length <= HEADLINE_LENGTH and all(
            marks.reasons[each] and _is_advert(marks.lines[each].folded) for each in around
        ):
            marks.drop(at, "boilerplate")


def _is_advert(folded: str) -> bool:
    return bool(ADVERT.search(folded) or PHONE.search(folded))


def _mark_contents(marks: _Marks) -> None:
    """Mark a table of contents: a heading that says so, and entries that come again later or end in a page number."""
    lines = marks.lines
    for at in range(len(lines)):
        if not CONTENTS.search(lines[at].folded):
            continue
        until = at + 1
        while until < len(lines) and not _is_body(lines[until]):
            until += 1
        entries = lines[at + 1 : until]
        end = _end_of_contents(entries, lines[until:])
        for each in range(at, at + 1 + end):
            marks.drop(each, "boilerplate")
        return


def _end_of_contents(entries: Sequence[Line], rest: Sequence[Line]) -> int:
    """Return how many of the lines behind 目录 are entries: up to the last one that is a mark, paged, or repeated."""
    begins = {_bare(line.folded)[:40] for line in rest}
    begins |= {_bare(part)[:40] for line in rest for part in re.split(r"[。:]", line.folded, maxsplit=1)[:1]}
    end = 0
    for number, line in enumerate(entries, start=1):
        closing = bool(_ONLY_MARKS.match(line.folded))
        if closing or CONTENTS_ENTRY.search(line.folded) or _bare(line.folded)[:40] in begins:
            end = number
        if closing:
            break
    return end


def _mark_repeats(marks: _Marks) -> None:
    """Mark the headline, the first line that stays, where it comes a second time near the top."""
    headline = ""
    for at, line in enumerate(marks.lines[:REPEAT_WITHIN]):
        if marks.reasons[at] is not None:
            continue
        bare = _bare(line.folded)
        if not headline:
            if _is_body(line) or len(bare) < SHORTEST_HEADLINE or line.folded.endswith(("。", ";")):
                return
            headline = bare
        elif bare == headline:
            marks.drop(at, "boilerplate")


def _bare(folded: str) -> str:
    return re.sub(r"[\W_]", "", folded)
