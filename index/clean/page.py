"""The article in a page: which of its blocks are the article's, which are the site's, and which other articles'.

A block of prose counts for the elements around it, a link or a line of comments against them; the element with the
highest sum holds the article, and so does the stretch of blocks with the highest sum, where markup is broken. Inside
it go what its author names as something else (share, related, copyright), lists of links, and lines of furniture.
Headline and dateline come from above it. Everything that goes is recorded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from index.clean.cuts import Stage, join_runs
from index.clean.dom import Block, Element, Page
from index.clean.metadata import PageFacts
from index.clean.page_sections import ENDS_SENTENCE, PUNCTUATION, find_sections, merge_rows
from index.clean.patterns import BREADCRUMB, COMMENTS_HEAD, DATE, FURNITURE, HEAD_META, NOTICE, is_meta, is_related_head
from index.tables import CELL
from index.text import fold
from index.types import OffsetRun, Removal, RemovalReason, Section

# What authors of pages call the parts that are no article. The strong names are believed unless most of the page's
# prose is inside; the weak ones only where no prose is.
_COMMENTS = re.compile(r"comment(?!ary)|pinglun|reply|replies|tie[-_]|post_?tie|gentie|liuyan|discuss|feedback")
_STRONG = re.compile(
    r"recomm?end|related|relevant|xiangguan|tuijian|guess|hot[-_]?(?:news|list|rank|article)|rank"
    r"|paihang|(?:side|left|right)[-_]?bar|author[-_](?:bio|info|meta|box|card)|aside|footer|\bfoot\b|copyright|breadcrumb|crumb|qr_?code|erweima|\bnav|share|disclaimer|statement"
    r"|shengming|advert|alert|toast|\bads?\b|\bad[-_]|guanggao|login|passport|menu|dialog|popup|modal|tool_?bar|friend_?link"
)
_WEAK = re.compile(
    r"tags?\b|keyword|author|editor|\bmeta|toolbar|tools?\b|banner|subscribe|follow|promo|pager|pagination|\bprev|\bnext"
    r"|like|vote|report|app[-_]?down|source|\binfo|header|position|location|search|logo|btn|button|more|\bad|links?\b|hot"
)
_ASIDE_TAGS = frozenset(("nav", "aside", "footer", "form", "select", "menu", "button", "dialog", "option", "label"))
_RELATED = re.compile(r"recomm?end|related|relevant|xiangguan|tuijian|guess|hot|rank|paihang|comment|reply|tie|gentie")
_ATTACHMENT = re.compile(r"附件|附表|附图|附：|附:")
_TAGS = re.compile(r"(?:文章)?(?:关键[词字詞]|标签|標籤|[tT]ags?) ?[:：>]")
_TEASER = re.compile(r"(?:\.{3,}|…+)$")

# Prose: at least this long and with a mark of punctuation; a block counts up to the limit.
PROSE_LENGTH = 20
PROSE_LIMIT = 400
# What a block that is mostly links, and a short line of something else, count against their elements.
LINK_COST = 40
SHORT_COST = 4
# Share of the page's prose up to which a strong name, and a name of comments, is believed.
STRONG_SHARE = 0.4
COMMENTS_SHARE = 0.95
# Blocks of prose that must stand before comments.
PROSE_BEFORE_COMMENTS = 2
# A cut-off line up to this length is a teaser, which counts as a link.
TEASER_LENGTH = 220
# A box with a heading of its own that lists others holds at most this share of the article's prose.
BOX_SHARE = 0.25
# Lines that an element may add around the best one and still belong to it.
CLIMB_LINES = 6
# Share of links in a block that make it a link, and how many such in a row make a list.
LINK_SHARE = 0.6
LINKS_IN_A_ROW = 3
# A link shorter than this is a name or a label, which an article may set on a line of its own.
SHORT_LINK = 8
# Furniture and notices are no longer than this.
FURNITURE_LENGTH = 120
# A line over the day that is as long as this can be the headline.
TITLE_LENGTH = (6, 80)
# Blocks above the article in which a dateline is looked for.
HEAD_BLOCKS = 14


@dataclass(slots=True)
class _Tree:
    """Per element, by its order: what it holds, and what its name says. Hidden blocks do not count."""

    prose: list[int]
    total: list[int]
    aside: list[RemovalReason | None]
    weak: list[bool]


@dataclass(frozen=True, slots=True)
class Extract:
    """The article's blocks as a text with its map into the page, and the lines of the head."""

    stage: Stage
    head: tuple[str, ...]
    headline: str
    sections: tuple[Section, ...] = ()


def extract_article(page: Page, facts: PageFacts) -> Extract:
    """Return the article of the page; a page without prose gives all that it shows."""
    tables = merge_rows(page)
    shown = _shown(page)
    tree = _weigh(page, shown)
    best = _choose(page, tree, shown)
    first, last = _find_stretch(shown, tree)
    inside = [
        _within(block.element, best) or (first <= at < last and not tree.weak[block.element.order])
        for at, block in enumerate(shown)
    ]
    reasons: list[RemovalReason | None] = [
        (tree.aside[block.element.order] if within else "boilerplate")
        for block, within in zip(shown, inside, strict=True)
    ]
    _drop_weak(shown, reasons, tree)
    _drop_boxes(shown, reasons, tree, best)
    _drop_links(shown, reasons)
    prose = [at for at, reason in enumerate(reasons) if reason is None and _is_prose(shown[at])]
    # The table over an official document (文号, 发布日期) stands above its headline.
    flowing = next((at for at in prose if CELL not in shown[at].text), prose[0] if prose else len(shown))
    title = _find_headline(shown, facts, flowing)
    first = next((at for at in prose if not title or at > title[-1]), len(shown))
    head = _find_head(shown, title, first)
    for at in title:
        reasons[at] = None
    for at in head:
        if is_meta(fold(shown[at].text)) and DATE.search(fold(shown[at].text)):
            reasons[at] = None
    for at in range(title[0] if title else 0):
        if CELL not in shown[at].text:
            reasons[at] = reasons[at] or "boilerplate"
    _name_related(shown, reasons, tree)
    headline = "".join(shown[at].text for at in title)
    kept = [block for block, reason in zip(shown, reasons, strict=True) if reason is None]
    sections = find_sections(kept, tables)
    return Extract(_join(shown, reasons, title), tuple(shown[at].text for at in sorted(head)), headline, sections)


def _shown(page: Page) -> list[Block]:
    """Return the blocks that the page shows; where it hides nearly all prose until a script runs, all blocks."""
    shown = [block for block in page.blocks if not block.hidden]
    prose = sum(block.length for block in page.blocks if _is_prose(block))
    visible = sum(block.length for block in shown if _is_prose(block))
    return shown if visible * 5 >= prose or visible >= 1000 else page.blocks


def _is_prose(block: Block) -> bool:
    if block.length < PROSE_LENGTH or block.links > block.length * LINK_SHARE or _is_teaser(block):
        return False
    if not PUNCTUATION.search(block.text):
        return False
    folded = fold(block.text) if block.length <= FURNITURE_LENGTH else ""
    return not (is_meta(folded) or FURNITURE.search(folded) or NOTICE.search(folded))


def _is_teaser(block: Block) -> bool:
    return block.length <= TEASER_LENGTH and bool(_TEASER.search(block.text))


def _within(element: Element | None, holder: Element) -> bool:
    while element is not None and element.order >= holder.order:
        if element is holder:
            return True
        element = element.parent
    return False


def _weigh(page: Page, shown: list[Block]) -> _Tree:
    """Sum up prose per element, mark what is aside by its name, then sum up what counts for and against."""
    count = len(page.elements)
    prose = [0] * count
    for block in shown:
        if _is_prose(block):
            prose[block.element.order] += min(block.length, PROSE_LIMIT)
    _sum_up(page, prose)
    aside: list[RemovalReason | None] = [None] * count
    weak = [False] * count
    starts = [block.source for block in shown if _is_prose(block)]
    for element in page.elements[1:]:
        parent = element.parent
        inherited = aside[parent.order] if parent else None
        follows = bisect_left(starts, element.start) >= PROSE_BEFORE_COMMENTS
        aside[element.order] = inherited or _judge_name(element, prose[element.order], prose[0], follows)
        weak[element.order] = bool(parent and weak[parent.order]) or (
            not prose[element.order] and bool(_WEAK.search(element.names))
        )
    total = [0] * count
    for block in shown:
        total[block.element.order] += _worth(block, aside[block.element.order])
    _sum_up(page, total)
    return _Tree(prose, total, aside, weak)


def _sum_up(page: Page, values: list[int]) -> None:
    """Add the value of each element to its parent's, from the last element to the first."""
    for element in reversed(page.elements):
        if element.parent is not None:
            values[element.parent.order] += values[element.order]


def _judge_name(element: Element, prose: int, whole: int, follows: bool) -> RemovalReason | None:
    """Return as what an element goes by its name; comments are believed to be many where they follow an article."""
    names = element.names
    limit = COMMENTS_SHARE if follows else STRONG_SHARE
    if names and _COMMENTS.search(names) and prose <= whole * limit:
        return "related"
    if (element.tag in _ASIDE_TAGS or (names and _STRONG.search(names))) and prose <= whole * STRONG_SHARE:
        return "related" if _RELATED.search(names) else "boilerplate"
    return None


def _worth(block: Block, aside: RemovalReason | None) -> int:
    if aside:
        return -min(block.length, LINK_COST)
    if block.links > block.length * LINK_SHARE or _is_teaser(block):
        return -min(block.length, LINK_COST)
    if _is_prose(block) or CELL in block.text:
        return min(block.length - block.links, PROSE_LIMIT)
    return -SHORT_COST


def _choose(page: Page, tree: _Tree, shown: list[Block]) -> Element:
    """Return the element with the highest sum; of equals the innermost."""
    best = page.elements[0]
    for element in page.elements:
        if tree.total[element.order] >= tree.total[best.order] and tree.aside[element.order] is None:
            best = element
    return _climb(best, tree, shown) if tree.total[best.order] > 0 else page.elements[0]


def _find_stretch(shown: list[Block], tree: _Tree) -> tuple[int, int]:
    """Return the stretch of blocks with the highest sum, whatever elements hold it: markup may be broken."""
    best = total = begin = 0
    found = (0, 0)
    for at, block in enumerate(shown):
        total += _worth(block, tree.aside[block.element.order])
        if total <= 0:
            total, begin = 0, at + 1
        elif total > best:
            best, found = total, (begin, at + 1)
    return found


def _climb(best: Element, tree: _Tree, shown: list[Block]) -> Element:
    """Return the element around a paragraph that is all the prose there is, as long as it adds a few lines only."""
    while best.parent is not None and best.parent.parent is not None and tree.aside[best.parent.order] is None:
        added = [block for block in shown if _within(block.element, best.parent) and not _within(block.element, best)]
        if len(added) > CLIMB_LINES or any(_is_link(block) for block in added):
            break
        best = best.parent
    return best


def _drop_weak(shown: list[Block], reasons: list[RemovalReason | None], tree: _Tree) -> None:
    """Mark what has a weak name before the first and behind the last prose; between them only what is a link."""
    prose = [at for at, block in enumerate(shown) if reasons[at] is None and _is_prose(block)]
    first, last = (prose[0], prose[-1]) if prose else (len(shown), -1)
    for at, block in enumerate(shown):
        if reasons[at] is None and tree.weak[block.element.order] and (not first < at < last or _is_link(block)):
            reasons[at] = "boilerplate"


def _drop_boxes(shown: list[Block], reasons: list[RemovalReason | None], tree: _Tree, best: Element) -> None:
    """Mark the box around a heading like 延伸阅读, as far up as it holds little of the article's prose."""
    limit = tree.prose[best.order] * BOX_SHARE
    for block in shown:
        if block.length > 20 or not is_related_head(fold(block.text)):
            continue
        box, parent = None, block.element
        while parent is not best and parent.parent is not None and tree.prose[parent.order] <= limit:
            box, parent = parent, parent.parent
        if box is None or not _within(box, best):
            continue
        for at, other in enumerate(shown):
            if reasons[at] is None and other.source >= block.source and _within(other.element, box):
                reasons[at] = "related"


def _drop_links(shown: list[Block], reasons: list[RemovalReason | None]) -> None:
    """Mark lines that are links: in a row, behind the last prose, or alone and no sentence; attachments stay."""
    prose = [at for at, block in enumerate(shown) if reasons[at] is None and _is_prose(block)]
    at, last = 0, prose[-1] if prose else len(shown)
    while at < len(shown):
        until = at
        while until < len(shown) and reasons[until] is None and _is_link(shown[until]):
            until += 1
        if until == at and reasons[at] is None and shown[at].links and _TAGS.match(shown[at].text.strip()):
            reasons[at] = "boilerplate"
        listed = until - at >= LINKS_IN_A_ROW or at > last
        if at < until and _is_amid(shown, prose, at, until):
            at = until
            continue
        for each in range(at, until):
            if not _ATTACHMENT.match(shown[each].text.strip()) and (listed or not _is_words(shown[each])):
                reasons[each] = "related"
        at = max(until, at + 1)


def _is_amid(shown: list[Block], prose: list[int], at: int, until: int) -> bool:
    """Say whether links are the author's: words and a link each (▶ 案例丨…), beside prose on both sides."""
    nearest = bisect_left(prose, at)
    if not 0 < nearest < len(prose):
        return False
    before, behind = prose[nearest - 1], prose[nearest]
    places = {(block.element.parent, block.element.tag) for block in (shown[before], shown[behind], *shown[at:until])}
    own = all(block.links < block.length for block in shown[at:until])
    headed = any(is_related_head(fold(block.text.strip())) for block in shown[before:at] if block.length <= 30)
    return len(places) == 1 and own and not headed


def _is_link(block: Block) -> bool:
    return block.links > block.length * LINK_SHARE


def _is_words(block: Block) -> bool:
    """Say whether a line that is a link may be words of the article: a document's name, a sentence, a short label."""
    return block.text.startswith("《") or bool(ENDS_SENTENCE.search(block.text)) or block.length < SHORT_LINK


def _find_headline(shown: list[Block], facts: PageFacts, first: int) -> list[int]:
    """Return the blocks of the headline above the article: what the page's own title repeats, else the first h1."""
    wanted = [bare(title) for title in facts.titles]
    best: tuple[float, list[int]] = (0.0, [])
    for at in range(min(first + 1, len(shown))):
        for size in (1, 2, 3, 4):
            group = shown[at : at + size]
            if len(group) < size or any(block.element is not group[0].element for block in group[1:]):
                break
            score = _match_title("".join(block.text for block in group), group[0], wanted)
            if score and score >= best[0]:
                best = (score, list(range(at, at + size)))
    if best[1]:
        return best[1]
    headings = [at for at in range(min(first, len(shown))) if shown[at].element.tag == "h1" and shown[at].length >= 4]
    return headings[-1:] or _find_line_over_day(shown, first)


def _find_line_over_day(shown: list[Block], first: int) -> list[int]:
    """Return the line right above the one that says when, close above the prose: a headline that no tag names."""
    for at in range(max(1, first - HEAD_BLOCKS), min(first, len(shown))):
        above, folded = shown[at - 1], fold(shown[at].text)
        if not (is_meta(folded) and DATE.search(folded)) or not TITLE_LENGTH[0] <= above.length <= TITLE_LENGTH[1]:
            continue
        words = fold(above.text)
        if not (_is_link(above) or FURNITURE.search(words) or BREADCRUMB.search(words) or words.endswith("。")):
            return [at - 1]
    return []


def _match_title(text: str, block: Block, wanted: list[str]) -> float:
    """Return how well a block repeats one of the page's titles: its share of it, more for a heading."""
    words = bare(text)
    if len(words) < 4 or len(text) > 150:
        return 0.0
    share = 0.0
    for title in wanted:
        if words in title:
            share = max(share, len(words) / len(title) if not title.startswith(words) else 1.0 - 1 / (1 + len(words)))
        elif title and title in words and len(title) * 2 > len(words):
            share = max(share, len(title) / len(words))
    if share < 0.4:
        return 0.0
    return share + (0.5 if block.element.tag in ("h1", "h2", "h3") else 0.0) - (0.6 if _is_link(block) else 0.0)


def _find_head(shown: list[Block], title: list[int], first: int) -> set[int]:
    """Return the blocks of the head that say when and by whom: between headline and prose, or just above both."""
    begin = title[-1] + 1 if title else max(0, first - HEAD_BLOCKS)
    until = min(max(first, begin), begin + HEAD_BLOCKS) if title else first
    around = list(range(begin, until)) + (list(range(max(0, title[0] - 4), title[0])) if title else [])
    head = {at for at in around if shown[at].length <= 120 and CELL not in shown[at].text}
    above = title[0] if title else first
    return {at for at in head if at >= above or is_meta(fold(shown[at].text))} | set(title)


def _name_related(shown: list[Block], reasons: list[RemovalReason | None], tree: _Tree) -> None:
    """Name what follows the heading of a list of other articles, outside the article, for what it is."""
    listing = False
    for at, block in enumerate(shown):
        if reasons[at] is None:
            listing = False
        elif reasons[at] == "boilerplate":
            folded = fold(block.text.strip()) if block.length <= 30 else ""
            if folded and (is_related_head(folded) or COMMENTS_HEAD.search(folded)):
                listing = True
            elif folded and (FURNITURE.search(folded) or HEAD_META.search(folded)):
                continue
            if listing or tree.aside[block.element.order] == "related":
                reasons[at] = "related"


def _join(shown: list[Block], reasons: list[RemovalReason | None], title: list[int]) -> Stage:
    """Return the blocks that stay as lines with their map into the page, and what goes as removals."""
    parts: list[str] = []
    runs: list[OffsetRun] = []
    removed: list[tuple[int, Removal]] = []
    length = 0
    for at, block in enumerate(shown):
        reason = reasons[at]
        if block.unseen and reason is None:
            removed.append((block.source, Removal("noise", block.unseen)))
        if reason is not None:
            if removed and at and reasons[at - 1] == reason:
                place, last = removed[-1]
                removed[-1] = (place, Removal(reason, f"{last.text}\n{block.text}"))
            else:
                removed.append((block.source, Removal(reason, block.text)))
            continue
        runs.extend(OffsetRun(run.clean + length, run.source, run.length) for run in block.runs)
        # A headline that the page breaks into lines is one line.
        end = "" if title and title[0] <= at < title[-1] else "\n"
        parts.append(block.text + end)
        length += len(block.text) + len(end)
    return Stage("".join(parts), join_runs(runs), tuple(removed))


def bare(text: str) -> str:
    """Return the letters and digits of a title, folded, for comparing."""
    return re.sub(r"[\W_]", "", fold(text))
