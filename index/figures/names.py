"""The name of what a figure measures: from the words before the number, behind it, or what was measured last."""

from __future__ import annotations

import re

from index.figures.fits import fit_name
from index.figures.parts import tag_words
from index.figures.phrase import trim_phrase
from index.metrics import Vocabulary
from index.quantities import find_thresholds

# Longest name that is taken from the words behind a number, and the longest name at all.
LONGEST_BEHIND, LONGEST_NAME = 22, 40
# A name that is longer than this and holds 的 is a clause with its noun behind it.
LONGEST_PLAIN = 14
# Words before a count that are longer than this are a clause of their own.
LONGEST_VERB = 12
# How far the object of 投资 or 安排 behind an amount is read.
LONGEST_OBJECT = 36
# A first noun of a coordination that cannot stand alone.
SHORT_NOUN = 2

_STOP = re.compile(
    r"[，。、；：,;:!?！？（(《》)\s]|(?!\d+强)\d|下达|近(?!年)|超(?!市|级|算)|(?<![签合条预])约(?!束|定)|逾|在|被|已|将|由|向|为|是|以(?!工代赈|上)|从|对(?!外)|实现|参与|达到|达|占|正式|正在|可|得到|获得?|均|都|左右|(?<!规模)(?<!限额)(?<!元)以上|以下|以内|"
    r"组织(?=实施|了|开展|专家|召开)|修复|用于|支持|推动|分布|覆盖|涉及|包括|其中|比|较|同比|增长|下降|来|进驻|入驻|加入|给|并|且|(?:和|及|以及)(?=\d)|与|等|因|拟|至|到(?!位)|给予|(?<!人)均"
)
_OF = re.compile("(?:以上|以下|左右|以内)?的")
_JOINED = re.compile("和|及|与|以及|、")
_NOISE = re.compile(
    r"(?:按|扣除|剔除)[^，,]{0,14}?(?:计算|因素|后|口径)|(?:人民币|单位[:：]|下同)|(?:同比|环比)$|的(?:目标|任务)$|^(?:增速|增幅|降幅|涨幅|同期|单月|当月|单季|当季|单季度)$|(?:的)?(?:增速|增幅)$"
)
_VERB_ONLY = re.compile(
    r"^(?:新增|安排|下达|投入|发放|拨付|筹集|争取|发行|设立|组建|总投资|投资|建设|新建|建成|建立|打造|引进|培育|签约|落地|带动|撬动|吸引|计划|拥有|"
    r"大幅|累计|再|又|另|发布|推出|出台|公布|实施|支持|开展|举办|新设|新签|完成|达成|获得|获|争取到|利用|使用|用好|用足|做大|地方|本批|总额|总规模|规模|"
    r"全年|年度|首批|最高|最多|共有|现有|已有|成功|集中|开工|竣工|投产|划定|提供|正在|盘活|处置|收储|出让|解决|减少|节约|可|会|约|中央|财政|省级|[了的和、])+$"
)
_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
# 机器人密度达到每万名工人392台, 该比例由现行的16%: what stands between verb and number names nothing.
_QUALIFIED = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:达到?了?为?每[\u4e00-\u9fff]{1,6}|(?:由|从)(?:现行|原来|原先|目前|此前|过去|当前|原有)?的?)$"
)
# 加工企业实现营业收入: the verb between whose and what.
_ACHIEVED = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?<!计划)(?<!按期)(?:共|累计)?(?:实现|完成|录得)(?=营业|销售|主营|总产|净利|利润|产值|增加值|税收|税费|固定资产|工业|进出口|出口|进口|交易额|收入)"
)
# 某某药业(12.400,-0.18,-1.43%): the price of the day.
_PRICES = re.compile(r"[(（][-+\d., ]+%[)）]")
# (折合约2325亿港元): the number before in another currency.
_CONVERTED = re.compile(r"^[(（]?(?:折合|约合|合|相当于|折)(?:人民币|美元)?约?$")
# … 调降至13%: a verb of change alone.
_CHANGED = re.compile(
    r"^(?:再|又|一举|逐步|进一步|快速|迅速|大幅|明显|显著|稳步|持续)*(?:上|下)?(?:调整?|降低?|升|增加?|提高?|压缩?|扩大?|拓展?|提升|上升|下降|减少|缩减|缩短|增长|调[降升]|下调|上调|变为|恢复|回升|回落|攀升|跃升)?(?:到|至|为)?(?:平均)?$"
)
# Verbs that say what the counted do, and name nothing.
_PREDICATES = frozenset(
    re.findall(
        "..|携",
        "加快加速完成实现进行开展得到获得取得达到成为参加参展参会参赛出席亮相齐聚入榜上榜入选竞技报名位于通过推进排队喜获荣获跻身受益惠及携",
    )
)
_CHANGES = (
    "缩减",
    "增长",
    "增加",
    "提高",
    "提升",
    "上升",
    "下降",
    "减少",
    "扩大",
    "压缩",
    "压减",
    "增至",
    "降至",
    "升至",
)
# What leads from a measure to its number.
_LINKS = frozenset({"达", "达到", "为", "是", "超", "占", "近", "约", "逾"})
# Adverbs and prepositions that open a predicate.
_ADVERBS = frozenset(
    [
        *"也均都已还又再正将仍仅与为在对从向由被把以于自给",
        "分别",
        "已经",
        "正在",
        "纷纷",
        "陆续",
        "相继",
        "先后",
        "即将",
        "不断",
        "持续",
        "平均",
    ]
)
_GOAL = re.compile("(?:预期|拼搏|奋斗|年度)?目标(?:任务|值)?$")
# 自然灾害还造成[近600间房屋倒塌]: what did it is not what is measured.
_CAUSED = re.compile("^.*(?:造成|导致|致使)了?")
# 厦门市民营企业: the place was cut as 厦门.
_CITY_OF = re.compile("^市(?=民营|属|重点|直)")
_MEASURE = re.compile(
    "(?:面积|容量|高度|直径|长度|深度|宽度|距离|海拔|速度|时速|重量|功率|密度|能力|产能|额|量|数|值|率|收入|支出|规模|产值|利润|余额|总投资|投资|资金|资产|人口|长度|里程|价格)$"
)
_TRADE = re.compile(r"^(?P<verb>出口|进口)(?P<goods>[^额值总]{2,24})$")


def name_behind(folded: str, end: int, limit: int, unit: str = "") -> tuple[str, int]:
    """Return the noun right behind a number and where it ends: 559个[以工代赈项目建设], 500亿元的[产业发展母基金].

    Behind a count (`unit`) an amount is the next number's: 38个[项目]总投资达4523亿元.
    """
    of = _OF.match(folded, end)
    start = of.end() if of else end
    stretch = folded[start : min(limit, start + LONGEST_BEHIND)]
    if _JOINED.match(stretch):
        # 线路60条和景点189个: the noun belongs to the next number.
        return "", end
    stop = _find_stop(stretch, 0)
    if stop and stop.group() == "、" and 0 < stop.start() <= SHORT_NOUN:
        # 17.8公里燃气、供暖管网改造: a short first noun goes on.
        further = _find_stop(stretch, stop.end())
        stop = further if further and not further.group().isdigit() else stop
    words = cut_predicate(stretch[: stop.start()] if stop else stretch, stop is not None and stop.group().isdigit())
    after = start + len(words)
    if stop is not None and stop.group() in _LINKS and "的" in words:
        # 235家企业的市场占有率达90%: the firms are counted, not their share.
        words = words.partition("的")[0]
        after = start + len(words) + 1
    words = words.removesuffix("分别").removesuffix("的")
    fitted = fit_name(words, unit) if unit else words
    if fitted != words:
        words, after = fitted, start + len(fitted)
    if tag_words(words)[-1:] and tag_words(words)[-1][0] == "中":
        words = words[:-1]
    return (words, after) if len(words) > 1 else ("", end)


def shorten(words: str, longest: int) -> str:
    """Return the last whole words of a phrase, no longer than `longest` together."""
    tokens = [word for word, _ in tag_words(words)]
    while len(tokens) > 1 and sum(map(len, tokens)) > longest:
        tokens.pop(0)
    return "".join(tokens)


def _find_stop(stretch: str, start: int) -> re.Match[str] | None:
    """Return the first stop that is a word of its own: 来 stops, that of 未来 does not."""
    edges = {0}
    for word, _ in tag_words(stretch):
        edges.add(max(edges) + len(word))
    for match in _STOP.finditer(stretch, start):
        if match.start() in edges and (match.end() in edges or not match.group()[0].isalpha()):
            return match
        if match.group()[0].isdigit():
            return match
    return None


def cut_predicate(words: str, before_number: bool) -> str:
    """Return the noun that opens `words`, without the verb that it is the subject of: 企业[分别介绍], 企业[携]600件."""
    tokens = tag_words(words)
    if tokens and (
        tokens[0][1] == "p" or words.startswith(_CHANGES) or (len(tokens) == 2 and {tag for _, tag in tokens} == {"v"})
    ):
        return ""
    kept = len(tokens)
    for index, (word, tag) in enumerate(tokens):
        if 0 < index < len(tokens) - 1 and (word in _ADVERBS or word in _PREDICATES):
            kept = index
            break
        if tag == "ul":
            kept = max(0, index - 1)
            break
    if kept == len(tokens) and before_number and kept > 1 and tokens[-1][1] == "v":
        kept -= 1
    return "".join(word for word, _ in tokens[:kept])


def object_behind(folded: str, end: int, limit: int) -> str:
    """Return the rest of a clause behind an amount: 投资11.6亿元[修复废弃矿山]."""
    stop = re.compile(r"[，。；,;!！?？\n(（]").search(folded, end, limit)
    words = folded[end : stop.start() if stop else limit]
    return words if 2 < len(words) <= LONGEST_OBJECT and not re.search(r"\d", words) else ""


# 人 who do something, and what they are counted in.
_DOERS = {"人次": "人次", "人": "人数", "名": "人数", "位": "人数", "户": "户数", "家": "家数"}
_BEFALLEN = {"人": "人数", "名": "人数", "户": "户数", "人次": "人次"}
_DEED = re.compile(r"[\u4e00-\u9fff]{2,20}(?=[，,。；;、]|$)")


def cut_list(own: str) -> str:
    """Return the verb before the examples of what is counted: 建成 of 建成甲小学、乙小学等."""
    if not own.endswith("等") or len(own) < SHORT_NOUN + 1:
        examples, of, kind = own.rpartition("等")
        if not of or "、" not in examples or len(kind) <= SHORT_NOUN or kind[0] in "级同候于":
            return own
        word, tag = tag_words(own)[0]
        return (word if tag == "v" and len(word) > 1 else "") + kind
    word, tag = tag_words(own)[0]
    return word if tag == "v" and len(word) > 1 else ""


def name_doers(folded: str, start: int, end: int, limit: int, unit: str) -> str:
    """Name what is counted by what it does or what is done there, where no noun stands behind its number.

    2200万人[在平台获得收入], 在320个[县开展养老保险试点].
    """
    deed = _DEED.match(folded, end, limit)
    if deed is None:
        return ""
    if folded[start - 1 : start] in {"在", "对", "为", "向", "给"}:
        return deed.group()
    tokens = tag_words(deed.group())
    if tokens[0][1] == "p":
        # 在平台获得收入: where it is done is not what is done.
        verb = next((index for index, (_, tag) in enumerate(tokens) if tag == "v"), len(tokens))
        tokens = tokens[verb:]
    doers = _DOERS.get(unit[-2:], _DOERS.get(unit[-1:], ""))
    doing = doers and tokens and tokens[0][1][0] in "vd"
    return "".join(word for word, _ in tokens) + doers if doing else ""


def count_doers(said: str, unit: str) -> str:
    """Say that a deed is counted by those it befell: 31人[死亡] counts 死亡人数."""
    doers = _BEFALLEN.get(unit[-2:], _BEFALLEN.get(unit[-1:], ""))
    tokens = tag_words(said)
    deed = bool(tokens) and tokens[-1][1] == "v" and all(tag[0] in "vda" for _, tag in tokens)
    return said + doers if doers and deed and len(said) > 1 else said


def is_change_alone(words: str) -> bool:
    """Say whether a clause only says that a measure named before changed to what follows."""
    return bool(words) and bool(_CHANGED.match(words))


def is_bare_goal(name: str) -> bool:
    """Say whether a name is only that of a goal, whose metric was told before: 拼搏目标为9360亿元."""
    return bool(_GOAL.fullmatch(name))


def cut_goal(name: str) -> str:
    """Return a metric's name without the goal's."""
    return _GOAL.sub("", name)


def is_bare_verb(own: str) -> bool:
    """Say whether the words before an amount only say what was done with it: 投资, 安排, 新增."""
    return bool(own) and bool(_VERB_ONLY.match(own))


def join_name(own: str, behind: str, counted: bool, is_of: bool, known: bool = False) -> str:
    """Choose between the words before a number and the noun behind it.

    A count belongs to the noun behind it, with the verb before it; an amount only where before it stands a bare verb.
    """
    if not behind:
        return own
    if counted:
        return own + behind if len(own) <= LONGEST_VERB else behind
    if known and not is_of and not _MEASURE.search(own):
        # 导致录得16.3亿美元贸易顺差: the vocabulary knows what stands behind.
        return behind
    if not own or _VERB_ONLY.match(own):
        return own + behind if own and not is_of else behind
    return own + behind if is_of and len(own) <= LONGEST_VERB else own


def clean_name(words: str, cut: tuple[str, ...], longest: int = LONGEST_NAME) -> str:
    """Trim a clause to the name in it; a list of several may be as much longer."""
    words = _PRICES.sub("", words) if "%" in words else words
    words = _CAUSED.sub("", words)
    words = _ACHIEVED.sub("", _QUALIFIED.sub("", _CONVERTED.sub("", words)))
    name = _CITY_OF.sub("", _NOISE.sub("", trim_phrase(words, cut)))
    name = trim_phrase(name) if name else ""
    name = _NOISE.sub("", name).removesuffix("的")
    return name[-longest:]


def condense_name(name: str) -> str:
    """Return a long name without the clause in it: 推出项目 of 推出优势突出、前景好的项目."""
    before, of, noun = name.rpartition("的")
    if len(name) <= LONGEST_PLAIN or not of or len(noun) <= SHORT_NOUN or not before:
        return name
    tokens = tag_words(before)
    if not any(tag[0] in "vaz" for _, tag in tokens[1:]):
        return name
    word, tag = tokens[0]
    return (word if tag == "v" and len(word) > 1 else "") + noun


def canonical_name(name: str, vocabulary: Vocabulary) -> str:
    """Return the vocabulary's name where it knows the words as a whole (a threshold aside), else the words."""
    goal = _GOAL.search(name)
    if goal and goal.start():
        # The canonical name tells what, 预期目标 which goal; the words of the source keep both.
        return canonical_name(name[: goal.start()], vocabulary) + goal.group()
    known = vocabulary.canonical(name) or vocabulary.canonical(_BRACKETS.sub("", name))
    if known:
        return known
    plain = name
    for span in reversed(find_thresholds(name + "项")):
        plain = plain[: span.start] + plain[span.end :]
    if plain != name:
        known = vocabulary.canonical(plain.removeprefix("的"))
        if known:
            return known
    trade = _TRADE.match(name)
    if trade:
        return trade.group("goods").removeprefix("的") + trade.group("verb")
    return name


def find_threshold(name: str) -> str | None:
    """Return the limit in a name: 亿元以上 of 亿元以上项目."""
    spans = find_thresholds(name + "项")
    return spans[-1].of(name) if spans else None
