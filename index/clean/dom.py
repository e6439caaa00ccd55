"""A page as blocks of text that know where they stand in the file.

The parser follows HTML 5 where it matters for text: end tags of `html` and `body` end nothing, unclosed paragraphs,
cells and links are closed by what follows, raw text elements end at their own end tag. It is our own because no parser
for Python keeps the place of a text node in the source, which citations need; and it is linear in the length of the
page, whatever the page is. Depth is bounded: what is nested deeper is flattened.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from index.types import OffsetRun

# Deeper elements are read as if they were their parent.
DEEPEST = 256
# A page of more elements or lines than any article's is read on as one line, so that memory stays bounded.
MOST_ELEMENTS = 300_000
MOST_BLOCKS = 150_000


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small"
    " span strike strong sub sup time tt u var button"
)
# Elements whose content is no text of the page.
RAW = _names("script style textarea noscript iframe template svg xmp title noframes object select math")
# Readings over characters, and the brackets for programs that cannot show them.
UNSEEN = _names("rt rp")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLE_PARTS = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_CELLS = frozenset(("td", "th", "table"))
_IGNORED = frozenset(("html", "head", "body"))
# What a start tag closes, as far up as the nearest of the stops.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "td": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr", "td", "th")), frozenset(("table",))),
    "tbody": (frozenset(("tbody", "thead", "tfoot", "tr", "td", "th")), frozenset(("table",))),
    "a": (frozenset(("a",)), _CELLS),
}
_CLOSES |= {"thead": _CLOSES["tbody"], "tfoot": _CLOSES["tbody"]}

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_LOOSE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^>]*+)>")
_DECLARATION = re.compile(r"<[!?][^>]*+>")
_ATTRIBUTE = re.compile(r"([^\s=/\"'>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++)))?")
_WORDS = re.compile(
    r"([^ \t\r\n\f&]+)|([ \t\r\n\f]+)|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|&)"
)
_NOT_SHOWN = re.compile(r"display\s{0,3}:\s{0,3}none", re.I)
# What Discuz calls its anti-copy noise.
_JAMMER = re.compile(r"class\s{0,3}=\s{0,3}[\"']?[^\"'>]{0,80}\bjammer\b", re.I)
_HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|=|$)", re.I)


@dataclass(slots=True, eq=False)
class Element:
    """An element in the tree; `order` counts the elements of the page, and `link` and `bold` are inherited."""

    tag: str
    parent: Element | None
    order: int
    attributes: str = ""
    hidden: bool = False
    link: bool = False
    bold: bool = False
    preformatted: bool = False
    # Where its start tag stands in the source.
    start: int = 0
    named: str | None = None

    def get(self, name: str) -> str:
        """Return the value of an attribute, empty where it has none."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found.group(1).lower() == name:
                return html.unescape(found.group(2) or found.group(3) or found.group(4) or "")
        return ""

    @property
    def names(self) -> str:
        """Class and id, in lower case: what the author of the page calls the element."""
        if self.named is None:
            raw = self.attributes
            self.named = f"{self.get('class')} {self.get('id')}".lower() if "class" in raw or "id" in raw else ""
        return self.named


@dataclass(slots=True, eq=False)
class Block:
    """A line of the page: text without a block boundary or a line break in it.

    `runs` map it to the page, counting `clean` from the block's own beginning; `links` are code points inside links.
    """

    text: str
    runs: list[OffsetRun]
    element: Element
    links: int
    source: int
    bold: bool = False
    # Words inside the line that the page does not show: anti-copy noise, readings over characters.
    unseen: str = ""

    @property
    def length(self) -> int:
        """Code points of the block."""
        return len(self.text)

    @property
    def hidden(self) -> bool:
        """Say whether the page does not show the block."""
        return self.element.hidden


@dataclass(frozen=True, slots=True)
class RawText:
    """The content of a script, a style or the title."""

    tag: str
    attributes: str
    start: int
    end: int


@dataclass(slots=True)
class Page:
    """What the parser makes of a page."""

    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    metas: list[Element] = field(default_factory=list)
    raw: list[RawText] = field(default_factory=list)


def parse_page(source: str) -> Page:
    """Return the blocks of the page in reading order; never raises, whatever the markup is."""
    return _Parser(source).run()


class _Parser:
    """The state of one pass over a page."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page()
        self.stack = [Element("html", None, 0)]
        self.page.elements.append(self.stack[0])
        self.flattened: list[str] = []
        self.pieces: list[tuple[int, int, Element]] = []
        # Raw elements and comments that are never closed: looked for once, then read as ordinary text.
        self.unclosed: set[str] = set()
        self.tag = _TAG
        self.at = 0
        self.last_tag_end = source.rfind(">")

    def run(self) -> Page:
        """Read the page from its beginning to its end."""
        source, place = self.source, 0
        while place < len(source):
            at = source.find("<", place)
            if at < 0 or at > self.last_tag_end:
                self.pieces.append((place, len(source), self.stack[-1]))
                break
            if at > place and (self.pieces or not source[place:at].isspace()):
                self.pieces.append((place, at, self.stack[-1]))
            place = self._read_markup(at)
        if self.pieces:
            self._add_block(self.pieces)
        return self.page

    def _read_markup(self, at: int) -> int:
        """Read what begins with `<` at `at`, and return where it ends."""
        self.at = at
        found = self.tag.match(self.source, at)
        if found is None and self.source[at + 1 : at + 2] not in "!?":
            # A quote that is never closed: from here on quotes are not trusted.
            found = _LOOSE_TAG.match(self.source, at)
            self.tag = _LOOSE_TAG if found else self.tag
        if found:
            name = found.group(2).lower()
            if found.group(1):
                self._end(name)
            elif name in RAW and name not in self.unclosed:
                return self._skip_raw(name, found)
            else:
                self._start(name, found.group(3))
            return found.end()
        return self._skip_declaration(at)

    def _skip_declaration(self, at: int) -> int:
        if self.source.startswith("<!--", at) and "!--" not in self.unclosed:
            end = self.source.find("-->", at + 4)
            if end >= 0:
                return end + 3
            self.unclosed.add("!--")
        found = _DECLARATION.match(self.source, at)
        if found:
            return found.end()
        self.pieces.append((at, at + 1, self.stack[-1]))
        return at + 1

    def _skip_raw(self, name: str, found: re.Match[str]) -> int:
        close = re.compile(f"</{name}", re.I).search(self.source, found.end())
        if close is None:
            self.unclosed.add(name)
            self._start(name, found.group(3))
            return found.end()
        if name in ("script", "title"):
            self.page.raw.append(RawText(name, found.group(3), found.end(), close.start()))
        end = self.source.find(">", close.end())
        return end + 1 if end >= 0 else len(self.source)

    def _start(self, name: str, attributes: str) -> None:
        if name in VOID:
            self._start_void(name, attributes)
            return
        if name in _IGNORED:
            self._flush()
            return
        inline = name in INLINE
        if not inline:
            self._flush()
            self._close_paragraph()
            if name in _HEADINGS and self.stack[-1].tag in _HEADINGS:
                self._pop_to(len(self.stack) - 1)
        if name in _CLOSES:
            self._close_before(name)
        if len(self.stack) >= DEEPEST or len(self.page.elements) >= MOST_ELEMENTS:
            self.flattened.append(name)
            return
        parent = self.stack[-1]
        hidden = parent.hidden or bool(
            name in UNSEEN
            or ("class" in attributes and _JAMMER.search(attributes))
            or ("display" in attributes and _NOT_SHOWN.search(attributes))
            or ("hidden" in attributes and _HIDDEN.search(_ATTRIBUTE_VALUES.sub("", attributes)))
        )
        element = Element(
            name,
            parent,
            len(self.page.elements),
            attributes,
            hidden,
            parent.link or name == "a",
            parent.bold or name in ("b", "strong"),
            parent.preformatted or name == "pre",
            self.at,
        )
        self.page.elements.append(element)
        self.stack.append(element)

    def _start_void(self, name: str, attributes: str) -> None:
        if name in ("br", "hr"):
            self._flush()
        elif name == "meta":
            self.page.metas.append(Element(name, None, -1, attributes))

    def _close_paragraph(self) -> None:
        """Close an open paragraph, unless something other than inline elements stands between."""
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].tag == "p":
                self._pop_to(at)
                return
            if self.stack[at].tag not in INLINE:
                return

    def _close_before(self, name: str) -> None:
        closed, stops = _CLOSES[name]
        last = 0
        for at in range(len(self.stack) - 1, 0, -1):
            if self.stack[at].tag in stops:
                break
            if self.stack[at].tag in closed:
                last = at
        if last:
            self._flush()
            self._pop_to(last)

    def _pop_to(self, at: int) -> None:
        del self.stack[at:]

    def _end(self, name: str) -> None:
        inline = name in INLINE
        if not inline:
            self._flush()
        if self.flattened and self.flattened[-1] == name:
            self.flattened.pop()
            return
        for at in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[at].tag
            if tag == name:
                if inline and any(each.tag not in INLINE for each in self.stack[at + 1 :]):
                    # Misnested: the inline element ends, the blocks inside it go on.
                    del self.stack[at]
                else:
                    self._pop_to(at)
                return
            if tag in _CELLS and name not in _TABLE_PARTS:
                return

    def _flush(self) -> None:
        """Make a block of the text since the last boundary; preformatted text gives a block a line."""
        if not self.pieces or len(self.page.blocks) >= MOST_BLOCKS:
            return
        pieces, self.pieces = self.pieces, []
        if not pieces[0][2].preformatted:
            self._add_block(pieces)
            return
        line: list[tuple[int, int, Element]] = []
        for start, end, element in pieces:
            while (cut := self.source.find("\n", start, end)) >= 0:
                self._add_block([*line, (start, cut, element)])
                line, start = [], cut + 1
            line.append((start, end, element))
        self._add_block(line)

    def _add_block(self, pieces: list[tuple[int, int, Element]]) -> None:
        unseen = ""
        if any(element.hidden for _, _, element in pieces):
            shown = [piece for piece in pieces if not piece[2].hidden]
            if any(not self.source[start:end].isspace() for start, end, _ in shown):
                unseen = " ".join(self.source[start:end] for start, end, element in pieces if element.hidden)
                pieces = shown
        line = _Line(self.source)
        owner: Element | None = None
        links = bold = 0
        for start, end, element in pieces:
            added, solid = line.add(start, end)
            links += added if element.link else 0
            bold += added if element.bold else 0
            if solid and owner is None:
                owner = element
        text, runs = line.finish()
        if owner is not None and text:
            strong = bold * 10 >= len(text) * 9
            block = Block(text, runs, _block_element(owner), links, pieces[0][0], strong, html.unescape(unseen).strip())
            self.page.blocks.append(block)


class _Line:
    """A line in the making: white space folded, entities resolved, every plain stretch mapped."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.runs: list[OffsetRun] = []
        self.length = 0
        self.spaced = True

    def add(self, start: int, end: int) -> tuple[int, bool]:
        """Add a stretch of the source; returns how much it added, and whether that is more than white space."""
        before, solid = self.length, False
        for found in _WORDS.finditer(self.source, start, end):
            words, gap, entity = found.groups()
            if gap is not None:
                if self.spaced:
                    continue
                words = " "
            elif entity is not None:
                words = html.unescape(entity).replace("\u00a0", " ")
            solid = solid or gap is None
            self.spaced = words.endswith(" ")
            if self.source.startswith(words, found.start()):
                self.runs.append(OffsetRun(self.length, found.start(), len(words)))
            self.parts.append(words)
            self.length += len(words)
        return self.length - before, solid

    def finish(self) -> tuple[str, list[OffsetRun]]:
        """Return the line without white space at its end, and its map."""
        text, runs = "".join(self.parts).rstrip(), self.runs
        while runs and runs[-1].clean >= len(text):
            runs.pop()
        if runs and runs[-1].clean + runs[-1].length > len(text):
            runs[-1] = OffsetRun(runs[-1].clean, runs[-1].source, len(text) - runs[-1].clean)
        return text, runs


_ATTRIBUTE_VALUES = re.compile(r"\"[^\"]*+\"|'[^']*+'")


def _block_element(element: Element) -> Element:
    """Return the nearest element that is no inline element."""
    while element.tag in INLINE and element.parent is not None:
        element = element.parent
    return element
