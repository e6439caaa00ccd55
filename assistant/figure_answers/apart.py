"""A question that compares, taken apart into one question for each side: a place, a thing by name, or a time.

甲市和乙市上半年外贸谁高？ is 甲市上半年外贸是多少？ and 乙市上半年外贸是多少？ Each can be searched, read and judged
as if it stood alone, while of the whole no article need speak. Reads the form of a question only; the words that
compare are taken out, everything else stays as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.figure_answers.places import names_of, subjects_of
from assistant.figure_answers.sides import read_tail
from assistant.figure_answers.sorts import ASKING, GAP, NAMES_NUMBER
from assistant.figure_answers.timing import label_period
from assistant.figure_answers.types import Metrics
from assistant.types import Question
from assistant.understand.sides import AND
from index.text import fold
from index.types import Region

# More sides than this are a table, whose rows records give.
_MOST = 4
_TWO = 2
_JOINER = rf"(?:、|以及|还是|{AND}|(?<=[\u4e00-\u9fff])同(?![比期样时兴])|及)"
_JOIN = re.compile(rf"\s*{_JOINER}\s*")
# Where the name of a side ends at the latest, and where it begins at the earliest.
_END = re.compile(
    r"[,，。？?;；:：()（） ]|的|谁|哪|各|分别|都|排[个名序]|对比|比较|相比|相差|差[多了几]"
    r"|(?:19|20)\d\d年?|[今去前上]年|上半年|前[一二三四\d]|[一二三四]季|\d{1,2}月|截至|加起来|合计|一共|总共|[两三四五](?:地|市|省|区|家|者|国|样|个|城)"
)
_BEGIN = re.compile(
    r".*(?:[,，。？?;；:：()（）]|里面?(?![程弄])|其中的?|(?:19|20)\d\d年?(?:的|度)?|年(?:上|下)半年|半年的?|季度的?|月底的?|月份?的?(?!底)|[年季月]末|"
    r"[今去前上本]年的?|期间的?|时候?|[在把将](?!建)|对比一?下?|比较一?下?|比一比|请问|那么)"
)
# What goes on behind a place and belongs to its name: a zone, a fair, a firm.
_GOES_ON = re.compile(
    r"(?:全[省市区县州域国]|[^,，。？?;；:：的各\d年月季]{0,10}?(?:开发区|高新区|经开区|自贸试?验?区|自贸片区|保税区|新区|园区|示范区|产业园|空港|"
    r"兵团|集团|公司|推介会|博览会|洽谈会|对接会|招商会|签约仪式|文化节|艺术节|论坛|展会|工程|水利枢纽|高铁|铁路|高速|大桥|农民|居民))"
)
_SHORT = 2
_LONGEST = 28
# One thing held against another: A的增速比B快几个点, A有没有跑赢B.
_THAN = re.compile(
    r"(?<![占同环])(?:比(?![例重较上]|[^,，]{0,3}(?:多少|几))|(?:有没有|是否|是不是)?(?:跑赢|超过|高于|低于|快于|慢于|多于|少于)了?)"
)
# A的增速和B比.
_WITH, _BESIDE = re.compile(r"和|跟|与|同(?!比)"), re.compile(r"(?:相|来)?比(?![例重较])")
_STOP = re.compile(r"[,，。？?;；()（）]")
_ITSELF = re.compile(r"^(?:上?去年|上年|同期|上一?[个月年季]|前一?年|之前|以前|原来|平均|目标|计划|预期|任务|全国平均)")
_GAP_END = re.compile(
    r"(?:挣得?|赚得?|卖得?|签得?)?(?:更|要|还)?[高低多少快慢大小强](?:出来?|了|上)*(?:多少|几)?(?:个?(?:百分)?点|[千百]?[万亿]?(?:[美欧]?元|[个家户项人吨件倍]))?"
)
# A share of one place in another's number, and the country as the whole.
_SHARE = re.compile(
    r"(?P<part>[^，,。？?]{2,30}?)占(?:到|了)?(?P<whole>[^，,。？?]{2,24}?)的?(?:比重|比例|份额|百分之(?:多少|几)|几成|多少|多大|几分之几)(?:是|有|大概|大约|约|多少|几)*"
)
_NATION = re.compile(r"全国|我国|中国")
_GROWTH, _RATE = (
    re.compile(r"\b(?:grow|growth|rise|rose|increase|faster|rate)", re.IGNORECASE),
    re.compile("增速|率|占|比重"),
)
# Parts of a question that only compare: 差多少, 谁高, 从高到低, 按高低列一下, 哪个最大哪个最小.
_ONLY_COMPARES = re.compile(
    r"^\s*(?:(?:那|并|再|且|又)?(?:(?:谁|哪一?[个家边里种]|哪些?(?:城市|省份?|地方|区)?)(?:的)?(?:数字?|成绩)?(?:更|最|比较|要)?[得]?(?:更|最)?[高低多少大小快慢强猛厉害好]{1,2})+"
    r"|(?:二者|两者|前者|后者|双方|两[地市省区国家个])?(?:大概|大约|到底)?(?:相?差|差距|多出|高出|[高低多少快慢大小])(?:出|了|有)*(?:是|为)?(?:多少|多大|几).{0,8}"
    r"|.{0,6}?(?:排[个一]?(?:序|名|下|列)|[从由按]?(?:高[到至]?低|大[到至]小|多[到至]少|快[到至]慢|低[到至]高|小[到至]大|少[到至]多).{0,6}|按.{1,4}(?:列|排).{0,3}|对比.{0,4}|比较一?下?|比一?比)"
    r"|.{0,12}?(?<!占)比(?![例重]).{1,12}[高低多少快慢大小](?:出|了)*(?:多少|几).{0,6}"
    r"|(?:有没有|是否|是不是)(?:跑赢|超过).{0,8}|(?:谁|哪[个家边])[涨跌增降升](?:谁|哪[个家边])[涨跌增降升]"
    r"|.{0,8}[多少][\u4e00-\u9fff]?了(?:多少|几).{0,6})\s*$"
)
# Of two times the growth from one to the other is worked out: 涨了百分之几, 变化多大.
_ONLY_GROWS = re.compile(
    r"^\s*(?:一共|总共|累计)?(?:[增涨降跌]|增长|下降|上升|提高|减少|变化|翻)(?:了|幅)?(?:是|有|为)?(?:多少|几|百分之|多大|怎么样).{0,6}$"
)
# A part without a word of its own.
_ONLY_ASKS = re.compile(r"^\s*(?:又|都)?(?:各自?|分别)?(?:[是有为占涨跌增降升缩]|增长|下降)*了?(?:多少|几)\s*$")
# A part that asks which, beside one that asks how much.
_ASKS_WHICH = re.compile(r"^\s*(?:谁|哪)")
_COMPARING: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (
            r"(?:谁|哪一?[个家边里种国]|哪些?(?:城市|省份?|地方|区))(?:的)?(?:上?涨|增长?)得?(?:更|最)?[快猛多高大狠]",
            "同比增长多少",
        ),
        (
            r"(?:谁|哪一?[个家边里种国]|哪些?(?:城市|省份?|地方|区))(?:的)?(?:下?[降跌]|缩)得?(?:更|最)?[快猛多大狠]",
            "同比下降多少",
        ),
        (r"(?:上?涨|增长)(?:谁|哪[个家边里])(?:更|最)?[快猛多高]", "同比增长多少"),
        (
            r"(?:谁|哪一?[个家边里种国条]|哪些?(?:城市|省份?|地方|区))(?:的)?(?P<own>[^,，。？?谁哪高低多少大小快慢]{0,10}?)(?:更|最|比较|要)?得?(?:更|最)?(?:高|低|多|少|大|小|快|慢|强|猛|厉害|长|短)(?!人)",
            r"\g<own>是多少",
        ),
        (r"是[涨增升]还?是[跌降减]", "是多少"),
        (r"(?:进行|做个?)?(?:对比|比较|比一?比)(?:一?下)?", ""),
        (r"排[个一]?(?:序|名|下)(?:一?下)?", ""),
        (r"相?差距?(?:是|为|了|有)?(?=(?:多少|几|多大))", ""),
        (r"(?:加起来|加在一起|相加|合计|一共|总共|总和)(?:是|有|共)?", ""),
        (r"各自|各(?=[是有为签占增涨降投引到完达多少几自])|分别", ""),
        (r"(?:这|那)?[两三四](?:地|市|省|区|家|者|国|样产品|个(?:城市|地方|省|市|区|园区|开发区|项目|公司|企业))", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: what it is called, the question asked of it alone, and its place if it is one."""

    name: str
    text: str
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """The sides of a question; `operation` is worked out of them where its words for that went out with the sides.

    `times`: the sides are times of one thing.
    """

    sides: tuple[Side, ...]
    operation: Literal["share"] | None = None
    times: bool = False


def take_apart(question: Question, metrics: Metrics) -> Apart | None:
    """Return the sides that a question compares or lists, each with its own question; None where it has none."""
    text = fold(question.standalone or question.text).strip("？?。 ")
    subjects = subjects_of(question)
    if question.worded:
        # What dictionaries make of an English question has no order to go by.
        return _check(_of_translated(question, subjects, metrics))
    shared = _of_share(text, subjects)
    if shared:
        return Apart(shared, "share")
    sides = _of_places(text, subjects) if len(subjects) >= _TWO else ()
    if not sides and len(subjects) < _TWO:
        sides = _of_names(text, subjects, metrics)
        if not sides:
            return _check(_of_times(text, question), times=True)
    return _check(sides)


def _check(sides: Sequence[Side], *, times: bool = False) -> Apart | None:
    if not _TWO <= len(sides) <= _MOST or len({side.text for side in sides}) < len(sides):
        return None
    return Apart(tuple(sides), times=times)


def _of_translated(question: Question, subjects: Sequence[Region], metrics: Metrics) -> tuple[Side, ...]:
    """Return the places of an English question, each with the metrics that it names as sources call them."""
    named = [name for name in question.metrics if metrics.find(fold(name))]
    if len(subjects) < _TWO or len(named) != 1:
        return ()
    when = label_period(question.periods[0]) if len(question.periods) == 1 else ""
    rate = "同比增速" if _GROWTH.search(question.worded) and not _RATE.search(named[0]) else ""
    return tuple(Side(r.name, f"{r.name}{when}{named[0]}{rate}是多少？", r) for r in subjects)


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_places(text: str, subjects: Sequence[Region]) -> tuple[Side, ...]:
    found = [(place, region) for region in subjects if (place := _find_place(text, region))]
    if len(found) < len(subjects):
        return ()
    found.sort(key=lambda one: one[0])
    held = _hold_against(text, found) if len(found) == _TWO else ()
    if held:
        return held
    (start, _), (_, end) = found[0][0], found[-1][0]
    start = _open_left(text, start)
    end = _close_right(text, end, more=bool(_GOES_ON.match(_after_first(text, found))))
    names = _split(text[start:end])
    stop = _END.search(text, end)
    if len(names) != len(found) or _JOIN.search(text[end : stop.start() if stop else len(text)]):
        # More sides than places: some of them are none.
        return ()
    named = all(any(name in part for name in names_of(r)) for part, (_, r) in zip(names, found, strict=True))
    if not named or any(part.count("(") != part.count(")") for part in names):
        return ()
    return tuple(
        Side(part, ask_plainly(f"{text[:start]}{part}{text[end:]}"), region)
        for part, (_, region) in zip(names, found, strict=True)
    )


def _find_place(text: str, region: Region) -> tuple[int, int] | None:
    """Return where a place is named first, by the longest of its names there."""
    name = next((name for name in names_of(region) if name in text), None)
    return (text.index(name), text.index(name) + len(name)) if name else None


def _after_first(text: str, found: Sequence[tuple[tuple[int, int], Region]]) -> str:
    """Return what stands between the first place and the word that joins it to the next."""
    return _JOIN.split(text[found[0][0][1] : found[1][0][0]], maxsplit=1)[0]


def _open_left(text: str, start: int) -> int:
    """Return where a name begins that ends in a place: 沈阳铁西区."""
    begun = _BEGIN.match(text[:start])
    left = begun.end() if begun else 0
    return left if start - left <= _LONGEST // 4 and not _JOIN.search(text[left:start]) else start


def _close_right(text: str, end: int, *, more: bool) -> int:
    """Return where the last side ends: with its place, or with what goes on behind it where the first side goes on."""
    if more:
        stop = _END.search(text, end)
        goes_on = _GOES_ON.match(text, end)
        return max(goes_on.end() if goes_on else end, min(stop.start() if stop else len(text), end + _LONGEST))
    goes_on = _GOES_ON.match(text, end)
    return goes_on.end() if goes_on else end


def _split(group: str) -> list[str]:
    return [part.strip() for part in _JOIN.split(group) if part.strip()]


def _hold_against(text: str, found: Sequence[tuple[tuple[int, int], Region]]) -> tuple[Side, ...]:
    """Return the sides of A的增速比B快几个点: what is asked of A is asked of B."""
    ((a_start, a_end), a), ((b_start, b_end), b) = found
    than = next((m for m in _THAN.finditer(text, a_end, b_start) if m.end() <= b_start), None)
    beside = _BESIDE.match(text, b_end)
    if than is None and beside and (joined := _WITH.search(text, a_end + 1, b_start)):
        than = joined
        text = text[:b_end] + text[beside.end() :]
    if than is None or _ITSELF.match(text[than.end() :]) or b_start - than.end() > _LONGEST // 4:
        return ()
    goes_on = _GOES_ON.match(text, a_end, than.start())
    a_end = goes_on.end() if goes_on else a_end
    goes_on = _GOES_ON.match(text, b_end)
    b_end = goes_on.end() if goes_on else b_end
    asked = text[a_end : than.start()].strip(" ,，")
    gap = _GAP_END.search(text, b_end)
    stop = _STOP.search(text, b_end)
    own_end = min(gap.start() if gap else len(text), stop.start() if stop else len(text))
    own = text[b_end:own_end].strip(" ,，")
    rest = text[gap.end() if gap and gap.start() == own_end else own_end :]
    asked = asked or own
    names = text[_open_left(text, a_start) : a_end], text[than.end() : b_end]
    opening = text[: _open_left(text, a_start)]
    tail = "" if asked else GAP.sub("多少", text[own_end : gap.end()]) if gap else ""
    return tuple(
        Side(name, ask_plainly(f"{opening}{name}{asked}{tail}{rest}"), region)
        for name, region in zip(names, (a, b), strict=True)
    )


def _of_share(text: str, subjects: Sequence[Region]) -> tuple[Side, ...]:
    """Return the part and the whole of 甲市外贸占乙省的百分之几, each of a place of its own."""
    share = _SHARE.search(text)
    if share is None:
        return ()
    places = [(place, region) for region in subjects if (place := _find_place(text, region))]
    if sum(share.start("part") <= place[0] < share.end("part") for place, _ in places) > 1:
        return ()
    part = next((one for one in places if share.start("part") <= one[0][0] < share.end("part")), None)
    whole = next((one for one in places if one[0][0] == share.start("whole")), None)
    nation = _NATION.match(share.group("whole"))
    if part is None or (whole is None and nation is None) or part is whole:
        return ()
    name_end = whole[0][1] if whole else share.start("whole") + (nation.end() if nation else 0)
    goes_on = _GOES_ON.match(text, name_end, share.end("whole"))
    name_end = goes_on.end() if goes_on else name_end
    opening, rest = text[: part[0][0]], text[share.end() :].strip(" ,，;；?？")
    own = text[name_end : share.end("whole")].strip(" 的")
    metric = text[part[0][1] : share.end("part")].strip(" 的")
    when = rest if re.search(r"年|月", rest) else ""
    names = text[part[0][0] : part[0][1]], text[share.start("whole") : name_end]
    return (
        Side(names[0], f"{when}{opening}{names[0]}{metric}是多少？", part[1]),
        Side(names[1], f"{when}{opening}{names[1]}{own or metric}是多少？", whole[1] if whole else None),
    )


# ── names and times ───────────────────────────────────────────────────────────────────────────────────────────

_COMPARES = re.compile(r"谁|哪|各(?=[是有为自占签])|分别|排[个名序]|对比|比较|相比|相?差(?:多|几|了)|高低|加起来|合计")


def _of_names(text: str, subjects: Sequence[Region], metrics: Metrics) -> tuple[Side, ...]:
    """Return sides that are no places: firms, products, fairs."""
    if not _COMPARES.search(text):
        return ()
    for joiner in _JOIN.finditer(text):
        begun = _BEGIN.match(text[: joiner.start()])
        start = begun.end() if begun else 0
        stop = _END.search(text, joiner.end())
        end = stop.start() if stop else len(text)
        # 北京92号、95号汽油: the place holds for all.
        start += next((len(n) for r in subjects for n in names_of(r) if text.startswith(n, start)), 0)
        names = _split(text[start:end])
        if len(names) < _TWO or any(not _SHORT <= len(name) <= _LONGEST for name in names):
            continue
        if any(NAMES_NUMBER.search(name) or re.search(r"\d年|\d月", name) for name in names):
            # Kinds of numbers are asks of their own.
            return ()
        if stop is None or not text[end:].strip() or _JOIN.match(text, end + 1):
            return ()
        # 太阳能和风电装机差多少: what the last name ends with is asked of all.
        tail = read_tail(names[-1], metrics)
        if tail and not any(name.endswith(tail) for name in names[:-1]) and len(names[-1]) > len(tail) + 1:
            names = [f"{name}{tail}" for name in names[:-1]] + names[-1:]
        return tuple(Side(name, ask_plainly(f"{text[:start]}{name}{text[end:]}")) for name in names)
    return ()


def _of_times(text: str, question: Question) -> tuple[Side, ...]:
    """Return the sides that are times, said one behind the other: 2021年、2022年和2023年."""
    periods = {(p.start, p.end): p for p in question.periods if p.said and fold(p.said) in text}
    if not _TWO <= len(periods) <= _MOST:
        return ()
    found = sorted((text.index(fold(p.said or "")), fold(p.said or ""), p) for p in periods.values())
    if len({at for at, *_ in found}) < len(found):
        return ()
    for (at, said, _), (later, *_) in pairwise(found):
        between = text[at + len(said) : later].strip()
        if between and not re.fullmatch(rf"(?:{_JOINER}|[,，到至比]|相比|的)*", between):
            return ()
    start, end = found[0][0], found[-1][0] + len(found[-1][1])
    # 2022年和2023年一季度: the quarter is that of both years.
    shared = re.sub(r"^(?:19|20)\d\d年", "", found[-1][1]) if re.match(r"(?:19|20)\d\d年", found[-1][1]) else ""
    sides = []
    for _, said, period in found:
        words = said if re.search(r"\d{4}", said) else label_period(period)
        words = f"{words}{shared}" if re.fullmatch(r"(?:19|20)\d\d年", words) else words
        sides.append(Side(words, ask_plainly(f"{text[:start]}{words}{text[end:]}", grown=True)))
    return tuple(sides)


# ── plain words ───────────────────────────────────────────────────────────────────────────────────────────────

_PART = re.compile(r"([,，。？?;；:：!！]+)")


def ask_plainly(text: str, *, grown: bool = False) -> str:
    """Return a question without what compares, asking for its number alone; with `grown` without growth as well."""
    pieces = _PART.split(text)
    parts = [(pieces[i], pieces[i + 1] if i + 1 < len(pieces) else "") for i in range(0, len(pieces), 2)]
    kept = [(part, mark) for part, mark in parts if part.strip() and not _ONLY_COMPARES.match(part)]
    if any(ASKING.search(part) and not _ASKS_WHICH.match(part) for part, _ in kept):
        kept = [(part, mark) for part, mark in kept if not _ASKS_WHICH.match(part)]
    if grown:
        kept = [(part, mark) for part, mark in kept if not _ONLY_GROWS.match(part)] or kept
    if not any(re.search(r"[\u4e00-\u9fff]{2}", part) for part, _ in kept):
        kept = parts
    said = [(_strip_comparing(part), mark) for part, mark in kept]
    if sum(bool(ASKING.search(part)) for part, _ in said) > 1:
        # 谁高？各是多少？: the second part asks for the same again.
        said = [(part, mark) for part, mark in said if not _ONLY_ASKS.match(part)] or said
    plain = "".join(part + mark for part, mark in said).strip(" ,，;；:：。？?")
    return f"{plain}？" if ASKING.search(plain) else f"{plain}是多少？"


def _strip_comparing(part: str) -> str:
    for pattern, words in _COMPARING:
        part = pattern.sub(words, part)
    part = re.sub(r"(?:是多少)(?:是?多少)+", "是多少", part)
    return GAP.sub(_ask_level, part)


def _ask_level(found: re.Match[str]) -> str:
    """Return what asks for a number where its gap to another was asked for."""
    words = found.group()
    return words if not re.match(r"[多少高低快慢大小](?:出来?|了|出)*(?:多少|几)|相?差", words) else "多少"
