"""Bytes to text: which encoding the bytes are really in, whatever the file says of itself.

Strict UTF-8 is taken at its word, since other Chinese encodings practically never pass for it. Everything else is
judged by its result: the candidate that gives the most everyday Chinese and the fewest broken characters wins.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from index.errors import SourceError
from index.read.resync import resync

# The most frequent characters of Chinese prose, in both scripts: a wrong decoding hits them only by accident.
EVERYDAY = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下"
    "过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小物现現实實加量都"
    "两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與"
    "关關各重新线線内內数數正心反你明看原又么麼利比或但质質第向道命此变變条條只没結结解问問意建月公无無系军軍很情者最"
    "立代想已通并提直题題党程展五果料象员員革位入常文总總次品式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统"
    "統接知较較将將组組见見计計别別她手角期根论論运運农農指几幾九区區强強放决決西被干做必战戰先回则則任取据處处队隊南"
    "给給色光门門即保治北造百规規热熱领領七海口东東导導器压壓志世金增争爭济濟阶階油思术術极極交受联聯什认認六共权權收"
    "证證改清己美再采转轉更单單风風切打白教速花带帶安场場身车車例真务務具万萬每目至达達走积積示议議声聲报報斗鬥完类類"
    "八离離华華名确確才科张張信马馬节節话話米整空元况況今集温溫传傳土许許步群广廣石记記需段研界拉林律叫且究观觀越织織"
    "装裝影算低持音众眾书書布复複复兒儿须須际際商非验驗连連断斷深难難近矿礦千周委素技备備半办辦青省列习習响響约約支般"
    "史感劳勞便团團往酸历歷市克何除消构構府称稱太准準精值号號率族维維划劃选選标標写寫存候毛亲親快效斯院查江型眼王按格"
    "养養易置派层層片始却卻专專状狀育厂廠京识識适適属屬圆圓包火住调調满滿县縣局照参參红紅细細引听聽该該铁鐵价價严嚴"
    "，。、：；！？“”（）《》「」　"
)
# Bytes of the head of a page in which it may name its encoding.
HEAD = 4096
# Bytes that the judgement looks at; the choice does not get better with more.
SAMPLE = 65536
# Candidates where UTF-8 fails, in the order of preference between equals.
CANDIDATES = ("gb18030", "big5hkscs", "utf-8")
BROKEN = "\ufffd"
# A page with more tags is no article's; reading it would take minutes and gigabytes.
MOST_TAGS = 300_000
# A text that was decoded wrongly and saved as UTF-8: what it was read as, and what it is. The share of everyday
# characters below which Chinese is not what it seems, and above which the undone text is.
SECOND_ENCODINGS = (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"))
FOREIGN_SHARE = 0.2
PROSE_SHARE = 0.4
BROKEN_SHARE = 0.03
FEWEST_TO_UNDO = 20

_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_-]{2,20})""")
_PAGE = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body)\b", re.I)
_PARAGRAPH = re.compile(r"</p>|<br ?/?>|</div>", re.I)
# So many ends of paragraphs are no accident of a text about HTML.
FEWEST_PARAGRAPHS = 3
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs"}
# The longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that its bytes are in, and what there is to say of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of `data`; bytes that no encoding explains become U+FFFD and are counted in a note."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    wide = _find_wide(data)
    if wide:
        return _decode_as(data, wide)
    try:
        return _undo_second(Decoded(data.decode("utf-8"), "utf-8", _note_contradiction(declared, "utf-8")))
    except UnicodeDecodeError:
        encoding = _judge(data, _canonical(declared))
    decoded = _decode_in_step(data) if encoding == "gb18030" else _decode_as(data, encoding)
    return Decoded(decoded.text, encoding, decoded.notes + _note_contradiction(declared, encoding))


def _decode_in_step(data: bytes) -> Decoded:
    text, mended = resync(data, _everyday_share)
    if not mended:
        return _decode_as(data, "gb18030")
    broken = text.count(BROKEN)
    return Decoded(text, "gb18030", (f"{broken} broken characters in the file; {mended} stretches read one byte on",))


def _everyday_share(text: str) -> float:
    """Return the share of everyday characters among all that are not ASCII, 1 where there are none."""
    other = [char for char in text if not char.isascii()]
    return sum(char in EVERYDAY for char in other) / len(other) if other else 1.0


def _undo_second(decoded: Decoded) -> Decoded:
    """Undo a wrong decoding that was saved as UTF-8 (姝︽眽 for 武汉), where undoing it gives everyday Chinese."""
    other = [char for char in decoded.text[:SAMPLE] if not char.isascii()]
    if len(other) < FEWEST_TO_UNDO or sum(char in EVERYDAY for char in other) > FOREIGN_SHARE * len(other):
        return decoded
    for wrong, right in SECOND_ENCODINGS:
        try:
            text = decoded.text.encode(wrong).decode(right, errors="replace")
        except UnicodeEncodeError:
            continue
        found = [char for char in text[:SAMPLE] if not char.isascii()]
        broken = text.count(BROKEN)
        if sum(char in EVERYDAY for char in found) < PROSE_SHARE * len(found):
            continue
        if broken > BROKEN_SHARE * len(text):
            note = f"the text seems to be {right} read as {wrong}, and too much of it is lost to undo that"
            return Decoded(decoded.text, decoded.encoding, (*decoded.notes, note))
        notes = (*decoded.notes, f"the text was {right} read as {wrong} and saved so; undone")
        return Decoded(text, decoded.encoding, (*notes, f"{broken} broken characters in the file") if broken else notes)
    return decoded


def is_markup(text: str) -> bool:
    """Say whether what calls itself text is a page or a piece of one."""
    return bool(_PAGE.match(text)) or len(_PARAGRAPH.findall(text[:SAMPLE])) >= FEWEST_PARAGRAPHS


def check_page(text: str) -> str:
    """Return the page; raises SourceError for one that has more tags than any article's."""
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise SourceError("too_large", f"the page has {tags} tags, more than {MOST_TAGS}")
    return text


def find_declared(data: bytes) -> str | None:
    """Return the encoding that the head of a page or XML file names, None where it names none."""
    match = _DECLARED.search(data[:HEAD])
    return match.group(1).decode("ascii") if match else None


def _canonical(name: str | None) -> str | None:
    """Return Python's name of the widest encoding of the same family, None for an unknown one."""
    if not name:
        return None
    lower = name.lower()
    try:
        return _FAMILY.get(lower) or codecs.lookup(lower).name
    except LookupError:
        return None


def _decode_as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    broken = text.count(BROKEN)
    return Decoded(text, encoding, (f"{broken} broken characters in the file",) if broken else ())


def _note_contradiction(declared: str | None, real: str) -> tuple[str, ...]:
    canonical = _canonical(declared)
    if canonical in (None, real, "ascii"):
        return ()
    return (f"the file says {declared} and is {real}",)


def _find_wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: it has zero bytes, which no other text has, and one byte order makes sense."""
    sample = data[: min(SAMPLE, len(data) // 2 * 2)]
    if 0 not in sample:
        return None
    best = max(("utf-16-le", "utf-16-be"), key=lambda name: _readable(sample, name))
    return best if _readable(sample, best) > 1 / 2 else None


def _readable(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    return sum(char in EVERYDAY or " " <= char <= "~" or char in "\n\r\t" for char in text) / len(text)


def _judge(data: bytes, declared: str | None) -> str:
    """Return the encoding that gives the most everyday Chinese and the least rubble; the declared one wins a tie."""
    sample = data[:SAMPLE]
    names = list(dict.fromkeys([*([declared] if declared else []), *CANDIDATES]))
    return max(names, key=lambda name: (round(_plausibility(sample, name), 2), -names.index(name)))


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return the share of everyday characters among all that are not ASCII, less twenty times the broken share."""
    text = sample.decode(encoding, errors="replace")
    other = [char for char in text if not char.isascii()]
    if not other:
        return 0.0
    everyday = sum(char in EVERYDAY for char in other)
    # One broken character at the end is only where the sample was cut.
    broken = sum(char == BROKEN for char in other[:-1])
    return (everyday - 20 * broken) / len(other)
