"""Find every quantity of a text.

One pass from left to right over the folded text. At each digit: a number (Arabic, Chinese, fraction), its scale, its
unit; then the guards, which know what only looks like a quantity (第三条, 前10位, 3号线, 10亿元以上项目, 5个月).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.quantities.guards import is_name_or_ordinal, is_point_or_mark, is_word_not_unit
from index.quantities.numerals import CHINESE_NUMBER, SCALES, read_chinese
from index.quantities.qualifiers import find_qualifier, is_decline
from index.quantities.units import (
    CURRENCY_SIGNS,
    ENGLISH_SCALES,
    PER_PATTERN,
    PER_UNITS,
    UNIT_PATTERN,
    UNITS,
)
from index.text import fold
from index.types import Quantity, Span

# Longest number that is read; what is longer is an identifier.
LONGEST_NUMBER = 24

_START = re.compile(rf"[0-9{CHINESE_NUMBER}半过翻]")
_ARABIC = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?"
    r"|\d+(?: ?\.(?: (?=\d+ ?[%百千万亿元美个]))?\d+)?"
)
_CHINESE = re.compile(rf"(?:百分之|千分之)?([{CHINESE_NUMBER}]+(?:点[零〇一二三四五六七八九]+(?:万亿|亿|万)?)?)")
_SCALE = re.compile(r" ?(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏])|百)")
_ENGLISH_SCALE = re.compile(rf" ?({'|'.join(ENGLISH_SCALES)})(?![a-z])")
# Units of which 千 makes another.
_THOUSANDS = frozenset("瓦米克伏")
_MIDDLE = re.compile(r"[余多来]")
_UNIT = re.compile(rf" ?({UNIT_PATTERN})")
_ENGLISH_COUNT = re.compile(r" (?:[a-z][a-z-]{2,20} ){0,2}")
_DURATION = re.compile(r"多?个?(?:小时|分钟|天|年|公里每|步|字|岁|倍|次方|像素|转)")
_SPEED = re.compile(r"时速.{0,3}$")
_PER = re.compile(PER_PATTERN)
_SIGN = re.compile(r"(?:¥|￥|us\$|hk\$|\$|€|£|rmb ?|cny ?|usd ?|eur ?|hkd ?)\s?$")
# 净利润-0.03亿元, (-9.9%): below zero; 3-5家, A-5 and a dash between words are not.
_MINUS = re.compile(r"(?:(?<![\w\u4e00-\u9fff])|(?<=[润益产额率速幅收值差流价比]))[-−]$")
_RANGE = re.compile(r" ?(?:-{1,2}|—{1,2}|–|―|~|～|〜|至|到| to ) ?")
_FRACTION = re.compile(
    rf"([{CHINESE_NUMBER}]+)分之([{CHINESE_NUMBER}]+)|(\d{{1,3}})/(\d{{1,3}})(?![\d/])|(\d{{1,3}})分之(\d{{1,3}})"
)
_HALF = re.compile(r"(?:一半|半数|(?<![双确])过半)(?![个年月天日小导径])")
_DOUBLE = re.compile(r"翻了?([一两二三四五]?)番")
_TENTHS = re.compile(r"([一二两三四五六七八九])成([一二三四五六七八九])(?![一二三四五六七八九十百千万亿])")
_PERMILLE = re.compile(r"(百分之|千分之)(\d+(?:\.\d+)?)")
_LINK = re.compile(r"(?:、|,|和|及|与|以及|或| and )")
# After a bare 亿 or 万亿, these still let it be money: 突破1.2万亿大关, 2339.8亿, 成交5亿。
_BARE_MONEY = re.compile(r"(?=$|[^\w]|增[长加至]|提[高升]|上升|下降|大关|规模|以上|以下|左右|的)")


# 用户数超过2亿: users are no money.
_COUNTED_BEFORE = re.compile(
    r"(?:用户|账户|会员|网民|粉丝|人口|客户|读者|观众|[患病旅消劳读学]者|病例|人|户|企业|主体|下载|播放|浏览|访问|点击|阅读|订阅|连接|设备|终端)"
    r"(?:次|总?人?数量?|总?量|总数|规模)?"
    r"(?:已|将|均|也|就|共|累计|分别|[达到为至破过超近约逾在有的 ]|突破|接近|"
    r"同比|环比|增[长加]|减少|下降|上升|\d+(?:\.\d+)?%)*$"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as read: its value, where it ends, whether Chinese characters wrote it, and 余 or 多 inside."""

    value: Decimal
    scale: str
    factor: Decimal
    end: int
    chinese: bool
    middle: str | None = None


def parse_quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text` in order; ordinals, dates, durations, names and thresholds are none."""
    folded = fold(text)
    found: list[Quantity] = []
    position = 0
    while match := _START.search(folded, position):
        start = match.start()
        read = _read_quantity(text, folded, start)
        if read is None:
            position = _skip_number(folded, start)
            continue
        quantity, end = read
        if quantity is not None:
            found = _share_points(folded, found, quantity)
            shared = _read_shared(folded, found, quantity)
            found += [*shared, _inherit_decline(folded, [*found, *shared], quantity)]
        position = max(end, start + 1)
    return found


# 分别提高2.2和0.8个百分点: the numbers before the last one, which have its unit.
_SHARED = re.compile(r"分别[^，,。；;\d]{0,10}(?P<numbers>(?:\d+(?:\.\d+)?(?:、|和|与|及))+)$")


def _read_shared(folded: str, found: list[Quantity], quantity: Quantity) -> list[Quantity]:
    """Return the numbers of a dealt-out list that leave their unit to the last of them."""
    start, value, canonical = quantity.span.start, quantity.value, quantity.canonical_value
    match = _SHARED.search(folded, max(0, start - 60), start)
    if match is None or isinstance(value, tuple) or isinstance(canonical, tuple) or not value:
        return []
    at = match.start("numbers")
    if found and found[-1].span.end > at:
        return []
    decline = -1 if is_decline(folded, at) else 1
    return [
        Quantity(
            Span(at + number.start(), at + number.end()),
            Decimal(number.group()),
            quantity.unit,
            Decimal(number.group()) * abs(canonical / value) * decline,
            quantity.canonical_unit,
            None,
        )
        for number in re.finditer(r"\d+(?:\.\d+)?", match.group("numbers"))
    ]


def _share_points(folded: str, found: list[Quantity], quantity: Quantity) -> list[Quantity]:
    """Read 上升0.9个和2个百分点 as points both: the first number leaves the rest of its unit to the second."""
    if not found or quantity.canonical_unit != "percentage_point" or found[-1].unit != "个":
        return found
    last = found[-1]
    if not _LINK.fullmatch(folded[last.span.end : quantity.span.start]) or isinstance(last.value, tuple):
        return found
    sign = -1 if is_decline(folded, last.span.start) else 1
    points = replace(
        last, unit=quantity.unit, canonical_unit="percentage_point", canonical_value=abs(last.value) * sign
    )
    return [*found[:-1], points]


def find_thresholds(text: str) -> list[Span]:
    """Return spans such as 亿元以上 and 10亿元及以上 that limit what is counted, and are no quantities of their own."""
    return [Span(*match.span()) for match in _THRESHOLD.finditer(fold(text))]


# A limit before a noun: 10亿元以上项目, 亿元以上招商项目, 2000万元及以上的工业企业.
_THRESHOLD = re.compile(
    r"(?:\d+(?:\.\d+)?)?[十百千]?(?:万亿|亿|万)?(?:元|美元|亩|吨|千瓦|平方米|平米)(?:/亩|人民币)?"
    r"(?:[（(]含[^()（）]{0,12}[)）])?及?以[上下](?:[（(]含[^()（）]{0,12}[)）])?(?=的?[\u4e00-\u9fff“])"
    r"(?!的?(?:，|。|和|以及|至|到|，))"
    r"|(?<![一-鿿\d])过?[百千]?亿元(?=项目)"
)


_RUN = re.compile(r"[0-9][0-9.,]*|[一二两三四五六七八九]{2,}[十百千万亿]*")
# 几十亿元, 数千家: a number that nobody gave.
_VAGUE = frozenset("几数")


def _skip_number(folded: str, start: int) -> int:
    """Return where the run of digits that is no quantity ends: 三四个 is as vague as 数个."""
    match = _RUN.match(folded, start)
    return match.end() if match else start + 1


def _read_quantity(text: str, folded: str, start: int) -> tuple[Quantity | None, int] | None:
    """Read the quantity at `start` and where reading goes on; None where no number with a unit stands here."""
    if threshold := _THRESHOLD.match(folded, start):
        return None, threshold.end()
    special = _read_special(folded, start)
    if special is not None:
        return special, special.span.end
    first = _read_number(text, folded, start)
    if first is None:
        return None
    second = _read_range_end(text, folded, start, first)
    last = second or first
    unit = _read_unit(folded, start, last)
    if unit is None:
        return None
    words, base, factor, end = unit
    if is_name_or_ordinal(folded, start, end, words, base) or (second is None and is_word_not_unit(folded, end, words)):
        return None, end
    if base in {"point", "mark"} and (first.chinese or not is_point_or_mark(folded, start, end, base)):
        return None
    if first.chinese and base == "count" and (last.value * last.factor < 2 or words == "大"):
        return None, end
    return _build(folded, start, end, first, second, words, base, factor), end


def _read_number(text: str, folded: str, start: int) -> _Number | None:
    """Read digits and scales: 1.2万亿, 3亿5000万, 一百二十亿, 30余, 2000多亿, 5.6 billion."""
    arabic = _ARABIC.match(folded, start)
    if arabic is None:
        return _read_chinese_number(folded, start)
    digits, end = arabic.group(), arabic.end()
    if len(digits) > LONGEST_NUMBER or (
        (start and folded[start - 1] in ".") and folded[start - 2 : start - 1].isdigit()
    ):
        return None
    if "," in digits and "，" in text[start:end] and text[start] < "０":
        # A full-width comma between half-width digits is punctuation, not a thousands separator.
        digits = digits.partition(",")[0]
        end = start + len(digits)
    value = Decimal(re.sub(r"[, ]", "", digits))
    english = _ENGLISH_SCALE.match(folded, end)
    if english:
        return _Number(value, english.group(1), ENGLISH_SCALES[english.group(1)], english.end(), False)
    return _read_scales(folded, value, end)


def _read_scales(folded: str, value: Decimal, end: int) -> _Number:
    """Read scale words after Arabic digits, 余 or 多 among them, and further parts (3亿5000万)."""
    scale, factor, middle = "", Decimal(1), None
    for _ in range(3):
        mark = _MIDDLE.match(folded, end)
        if mark and middle is None and (_SCALE.match(folded, mark.end()) or _UNIT.match(folded, mark.end())):
            middle, end = mark.group(), mark.end()
        match = _SCALE.match(folded, end)
        if match is None or (scale and match.group(1) not in {"亿", "万"}):
            break
        scale, factor, end = scale + match.group(1), factor * SCALES[match.group(1)], match.end()
    part = (
        re.compile(r"(\d{1,4}(?:\.\d+)?)(千万|百万|万)").match(folded, end) if factor > 10**4 and not middle else None
    )
    if part:
        small = SCALES[part.group(2)]
        value = value * factor / small + Decimal(part.group(1))
        return _Number(value, part.group(2), small, part.end(), False)
    return _Number(value, scale, factor, end, False, middle)


def _read_chinese_number(folded: str, start: int) -> _Number | None:
    """Read a number in Chinese characters; a last 万 or 亿 is its scale."""
    match = _CHINESE.match(folded, start)
    # 百分之 and 千分之 are read as shares, before this.
    if match is None or match.group().startswith(("百分之", "千分之")):
        return None
    words, end, middle = match.group(1), match.end(), None
    if len(words) > 1 and words.endswith("千") and folded[end : end + 1] in _THOUSANDS:
        # 九千瓦 is nine 千瓦, as 九千米 is nine 千米.
        words, end = words[:-1], end - 1
    scale = next((name for name in ("万亿", "亿", "万") if words.endswith(name)), "")
    if words[0] in "十百千万亿":
        if folded[max(0, start - 1) : start] in _VAGUE or (
            words[0] != "十" and not find_qualifier(folded, start, start)[0]
        ):
            return None
        words = words if words[0] == "十" else "一" + words
    mark = _MIDDLE.match(folded, end)
    if mark:
        middle, end = mark.group(), mark.end()
        more = _SCALE.match(folded, end)
        if more and not scale:
            words, scale, end = words + more.group(1), more.group(1), more.end()
    factor = SCALES.get(scale, Decimal(1))
    if "点" in words:
        mantissa = read_chinese(words.removesuffix(scale))
        value = None if mantissa is None else mantissa * factor
    else:
        value = read_chinese(words)
    if value is None:
        return None
    return _Number(value / factor, scale, factor, end, True, middle)


def _read_range_end(text: str, folded: str, start: int, first: _Number) -> _Number | None:
    """Read the upper end of a range: 8%–10%, 8-10场, 5亿至8亿元. 从5%到8% is a change, not a range."""
    end = first.end
    unit = _UNIT.match(folded, end)
    link = _RANGE.match(folded, end) or (_RANGE.match(folded, unit.end()) if unit else None)
    if link is None or link.end() >= len(folded):
        return None
    if folded[start - 1 : start] in {"从", "由"} and link.group().strip() in {"到", "至", "to"}:
        return None
    second = _read_number(text, folded, link.end())
    if second is None:
        return None
    if link.start() == end and first.factor == 1:
        first_value = first.value * (second.factor if first.value < second.value else 1)
    else:
        first_value = first.value * first.factor
    if first_value >= second.value * second.factor:
        return None
    if link.start() != end:
        other = _UNIT.match(folded, second.end)
        if other is None or unit is None or UNITS[other.group(1)] != UNITS[unit.group(1)]:
            return None
    return second


def _read_unit(folded: str, start: int, number: _Number) -> tuple[str, str, Decimal, int] | None:
    """Return the unit as written with its scale, the base unit, the factor and the end."""
    scale, end = number.scale, number.end
    sign = _SIGN.search(folded, max(0, start - 4), start)
    match = _UNIT.match(folded, end)
    if (match is None and number.factor > 1 and scale in ENGLISH_SCALES) or (match is None and not number.chinese):
        match = _after_adjectives(folded, end)
    if match:
        words = match.group(1)
        base, factor = UNITS[words]
        if sign and base == "count":
            return scale, CURRENCY_SIGNS[sign.group().strip()], number.factor, number.end
        per = _PER.match(folded, match.end())
        if per:
            return (
                scale + words + per.group(),
                f"{base}/{PER_UNITS.get(per.group('per'), per.group('per'))}",
                number.factor * factor,
                per.end(),
            )
        if base == "km" and (_SPEED.search(folded, max(0, start - 6), start) or folded.startswith("时速", match.end())):
            base = "km/h"
        space = " " if scale in ENGLISH_SCALES else ""
        return (scale + space + words).strip(), base, number.factor * factor, match.end()
    if sign:
        return scale, CURRENCY_SIGNS[sign.group().strip()], number.factor, end
    return _bare_unit(folded, start, number)


def _after_adjectives(folded: str, end: int) -> re.Match[str] | None:
    """Find an English unit after up to two adjectives: 110 investment projects."""
    gap = _ENGLISH_COUNT.match(folded, end)
    while gap:
        match = re.compile(rf"({UNIT_PATTERN})").match(folded, gap.end())
        if match and match.group(1).isascii():
            return match
        cut = folded.rfind(" ", end, gap.end() - 1)
        gap = re.compile(" ").match(folded, cut) if cut >= end else None
    return None


def _bare_unit(folded: str, start: int, number: _Number) -> tuple[str, str, Decimal, int] | None:
    """Read a scale without a unit: from 亿 on it is money before a stop, else a count."""
    if not number.scale:
        return None
    if _DURATION.match(folded, number.end):
        return None
    large = number.factor >= 10**8
    if number.scale in ENGLISH_SCALES:
        return number.scale, "CNY" if large else "count", number.factor, number.end
    if number.scale in {"千", "百"} or (number.chinese and not large):
        return None
    money = (
        large
        and _BARE_MONEY.match(folded, number.end)
        and not _COUNTED_BEFORE.search(folded, max(0, start - 24), start)
    )
    return number.scale, "CNY" if money else "count", number.factor, number.end


def _read_special(folded: str, start: int) -> Quantity | None:
    """Read 三分之一, 1/3, 百分之三十, 一半 and 翻番."""
    if folded[start] in "百千":
        return _read_percent_words(folded, start)
    if match := _FRACTION.match(folded, start):
        return _read_fraction(folded, match)
    if match := _TENTHS.match(folded, start):
        tenths = Decimal("一二三四五六七八九".index(match.group(2)) + 1) / 10 + (read_chinese(match.group(1)) or 0)
        span, said = Span(*match.span()), find_qualifier(folded, start, match.end())[0]
        return Quantity(span, tenths, "成", tenths * 10, "percent", said)
    if match := _HALF.match(folded, start):
        half = Span(start + match.group().index("半"), match.end()) if match.group() == "过半" else Span(*match.span())
        said = "过" if match.group() == "过半" else find_qualifier(folded, start, match.end())[0]
        return Quantity(half, Decimal("0.5"), None, Decimal(50), "percent", said)
    if match := _DOUBLE.match(folded, start):
        times = read_chinese(match.group(1) or "一") or Decimal(1)
        return Quantity(Span(*match.span()), times, "番", Decimal(2) ** int(times), "times")
    return None


def _read_percent_words(folded: str, start: int) -> Quantity | None:
    """Read 百分之三十六点五, 百分之5 and 千分之三."""
    tenth = Decimal("0.1") if folded.startswith("千", start) else Decimal(1)
    unit = "‰" if tenth != 1 else "%"
    if match := _PERMILLE.match(folded, start):
        value, end = Decimal(match.group(2)), match.end()
    else:
        chinese = _CHINESE.match(folded, start)
        read = read_chinese(chinese.group(1)) if chinese and chinese.group()[1:3] == "分之" else None
        if chinese is None or read is None:
            return None
        value, end = read, chinese.end()
    canonical = value * tenth * (-1 if is_decline(folded, start) else 1)
    return Quantity(Span(start, end), value, unit, canonical, "percent", find_qualifier(folded, start, end)[0])


def _read_fraction(folded: str, match: re.Match[str]) -> Quantity | None:
    """Read a fraction below one; 24/7 and dates are none."""
    groups = match.groups()
    if groups[0]:
        below, above = read_chinese(groups[0]), read_chinese(groups[1])
    else:
        above, below = (Decimal(word) for word in (groups[2:4] if groups[2] else (groups[5], groups[4])))
    before = folded[match.start() - 1 : match.start()]
    if not above or not below or above >= below or below > 100 or before.isdigit() or before in {"/", "-", "."}:
        return None
    if groups[2] and re.compile(r"[a-z日月-]").match(folded, match.end()):
        return None
    value = above / below
    return Quantity(
        Span(*match.span()), value, None, value * 100, "percent", find_qualifier(folded, match.start(), match.end())[0]
    )


def _build(
    folded: str,
    start: int,
    end: int,
    first: _Number,
    second: _Number | None,
    unit: str,
    base: str,
    factor: Decimal,
) -> Quantity:
    """Put the parts together; a decline makes the canonical value negative."""
    qualifier, _ = find_qualifier(folded, start, end)
    middle = (second or first).middle
    sign = -1 if is_decline(folded, start) else 1
    if _MINUS.search(folded, max(0, start - 2), start):
        sign, start = -1, start - 1
        first = replace(first, value=-first.value)
        canonical_first = first.value
    else:
        canonical_first = first.value * sign
    if second is None:
        return Quantity(
            Span(start, end), first.value, unit or None, canonical_first * factor, base, middle or qualifier
        )
    lower = first.value if first.factor == 1 else first.value * first.factor / second.factor
    values = (lower, second.value)
    return Quantity(
        Span(start, end),
        values,
        unit or None,
        (values[0] * factor * sign, values[1] * factor * sign),
        base,
        middle or qualifier,
    )


def _inherit_decline(folded: str, found: list[Quantity], quantity: Quantity) -> Quantity:
    """Carry 下降 over a list: in 分别下降3.1%和2.5% both fall."""
    if not found or found[-1].canonical_unit != quantity.canonical_unit:
        return quantity
    before, value = found[-1].canonical_value, quantity.canonical_value
    if isinstance(before, tuple) or isinstance(value, tuple) or before >= 0 or value <= 0:
        return quantity
    if not _LINK.fullmatch(folded[found[-1].span.end : quantity.span.start]):
        return quantity
    return replace(quantity, canonical_value=-value)
