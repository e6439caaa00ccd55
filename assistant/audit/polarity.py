"""Negation and opposites: what a sentence denies, and what it turns round.

A negation is bound to the word that it denies: 未完成 is carried by 未能完成 and not by a 不 elsewhere in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.audit.words import content_words, share_in_pieces

# Words in which 不, 未, 无, 非 deny nothing.
_LEXICAL = re.compile(
    r"不[得能应可](?:低于|高于|少于|多于|超过)|不断|不变|不仅|不但|不少|不同|不久|不只|不论|不管|不动产|不锈钢|不良|不等|不超过|不低于|不少于|不高于|不多于|不足|不满|不到|不止|"
    r"不妨|不由|不料|不已|不禁|不凡|不易|不息|不懈|不惜|不时|不过|不一|不法|不力|不便|不利|不当|不明|不适|不可或缺|不可分割|"
    r"不及|不如|不弱|不差|不小|不低|不慢|不错|不俗|不菲|毫不|不折不扣|不拘|不含糊|不竭|不平凡|不胜|不愧|不失为|不谋而合|不遗余力|不约而同|"
    r"对不起|了不起|差不多|无人|无线|无锡|无障碍|无缝|无偿|无形|无限|无疑|无论|无数|无比|无害化|无纸化|无菌|无症状|无缘无故|"
    r"未来|未成年|未知|未婚|非常|非遗|非物质|非洲|非公|非农|非法|非典|非金融|非银|非税|非国有|非标|非凡|非营利|非盈利|是非|除非|"
    r"莫非|无非|并无二致|没收|埋没|淹没|出没|沉没|别墅|特别|区别|类别|性别|级别|个别|分别|识别|鉴别|差别|告别|"
    r"[^\s]{0,2}与否|能否|是否|可否|否则|会不会|是不是|能不能|有没有|要不要"
)
_NEGATION = re.compile(
    r"没有|没能|并未|尚未|从未|未能|未曾|未予|不再|不得|不准|不能|不会|不可|不予|不必|不应|不宜|不许|不让|无法|无须|无需|无权|"
    r"禁止|严禁|并非|不是|绝不|决不|从不|拒绝|不|未|没|无|勿|莫|免予|免于"
)
# Between a negation and the word that it denies: 没有|被|发现.
_BETWEEN = re.compile(
    r"(?:被|对|将|向|在|把|再|曾|会|能|够|以|于|按|因|有|得|到|要|想|肯|敢|可|予|进行|给予|直接|完全|全部|擅自|随意|继续)?"
)
OPPOSITES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        (
            "增长",
            "增加",
            "上升",
            "提高",
            "提升",
            "上涨",
            "回升",
            "攀升",
            "扩大",
            "走高",
            "上调",
            "调高",
            "上浮",
            "涨",
            "increase",
            "grew",
            "rose",
        ),
        (
            "下降",
            "减少",
            "降低",
            "下跌",
            "下滑",
            "回落",
            "缩小",
            "收窄",
            "走低",
            "负增长",
            "下调",
            "调降",
            "调低",
            "下浮",
            "跌",
            "decrease",
            "fell",
        ),
    ),
    (("加快", "提速", "加速", "快于"), ("放缓", "减速", "慢于", "减慢")),
    (("高于", "多于"), ("低于", "少于")),
    (("允许", "可以", "准许", "准予", "鼓励"), ("禁止", "不得", "严禁", "不准", "不许", "限制")),
    (("同意", "赞成", "支持", "批准", "通过"), ("反对", "否决", "拒绝", "驳回")),
    (("盈利", "净盈利"), ("亏损", "净亏损")),
    (("净流入",), ("净流出",)),
    (("顺差",), ("逆差",)),
    (("恢复", "重启", "启用"), ("暂停", "中止", "终止", "停用", "停止")),
    (("最高", "最大", "最多"), ("最低", "最小", "最少")),
    (("取消", "废止", "撤销"), ("保留", "设立", "恢复", "增设")),
    (("承认", "证实", "确认"), ("否认",)),
    (("成功",), ("失败", "失利")),
    (("利好",), ("利空",)),
    (("首次",), ("再次",)),
    (("境内", "国内"), ("境外", "国外", "海外")),
    (("延长",), ("缩短",)),
    (("放宽", "放松", "放开", "扩大"), ("收紧", "从严", "趋严", "压缩", "缩减")),
    (("签订", "签署", "达成"), ("终止", "解除")),
    (("开通", "开放"), ("关闭", "封闭")),
    (("提前",), ("推迟", "延后", "延期", "滞后")),
    (("免费",), ("收费",)),
    (("赢得", "战胜", "击败"), ("输给", "负于", "不敌")),
    (("买入", "增持"), ("卖出", "减持")),
)

# Words that divide one matter in parts: what is told of one part is not told of the other.
_DIVISIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("客运", "客流"), ("货运", "货流")),
    (("城市", "城镇", "市区"), ("农村", "乡村", "乡镇")),
    (("县域", "县级"), ("乡镇", "村级", "市级", "省级")),
    (("线上",), ("线下",)),
    (("上游",), ("下游",)),
    (("买方", "买家"), ("卖方", "卖家")),
    (("民营", "民企", "私营"), ("国有", "国企", "央企", "外资", "外商")),
    (("东部",), ("西部", "中部")),
    (("硬件",), ("软件",)),
    (("男性", "男子"), ("女性", "女子")),
)


_CLAUSE = re.compile(r"[^，,。；;！!？?\n]*")
# A denial of an amount (未达到12亿元) denies that very amount.
_NUMBER_AFTER = re.compile(r"[^，。；,;0-9]{0,6}\d")


# So many words of what a source denies, and the claim says them all: it affirms what is denied.
_DENIED = 2


# 仍须提供居住证明 is against 无需再提交居住证明, though the act is told in another word.
_MOST = 0.6
# Words by which a claim may deny without a denial: 免交, 停办, 禁止, 告别.
_AGAINST = re.compile(r"[免拒禁停废撤缺难否]|取消|省去|告别|摆脱|避免|防止|杜绝|失去|丧失|除外|例外|以外|只|仅")


@dataclass(frozen=True, slots=True)
class Negation:
    """A denial at `start` of a folded text, the two code points that it denies, and the rest of its clause."""

    start: int
    said: str
    head: str
    scope: str


def find_negations(folded: str) -> list[Negation]:
    """Return the denials of a folded text, without words that merely look like one (不断, 未来, 无线)."""
    blocked = [match.span() for match in _LEXICAL.finditer(folded)]
    found: list[Negation] = []
    for match in _NEGATION.finditer(folded):
        if any(start <= match.start() < end for start, end in blocked):
            continue
        after = match.end()
        between = _BETWEEN.match(folded, after)
        head_start = between.end() if between else after
        head = re.match(r"[一-鿿]{1,2}", folded[head_start : head_start + 2])
        if head:
            scope = _CLAUSE.match(folded, after)
            found.append(Negation(match.start(), match.group(), head.group(), scope.group() if scope else ""))
    return found


def is_denied(head: str, negations: list[Negation]) -> bool:
    """Say whether one of the negations denies `head`."""
    return any(head in other.scope or head.startswith(other.head) for other in negations)


def polarity_faults(claim: str, source: str, nearest: str = "", everything: str = "") -> list[tuple[str, str | None]]:
    """Return (said, source) for each denial that only one of two folded texts holds, and for each opposite.

    A denial of the source counts only where the claim speaks of the same thing and the source nowhere affirms it;
    one of the sentence `nearest` to the claim counts whatever other sentences say, and one of `everything` where the
    claim says all that it denies.
    """
    in_claim, in_source = find_negations(claim), find_negations(source)
    faults: list[tuple[str, str | None]] = []
    for negation in in_claim:
        if not is_denied(negation.head, in_source) and not _denied_at_all(negation, in_source, claim, source):
            faults.append((negation.said + negation.head, negation.head if negation.head in source else None))
    for negation in in_source:
        affirmed = _affirms(claim, negation.head, in_claim)
        if affirmed and not _affirms(source, negation.head, in_source) and not is_denied(negation.head, in_claim):
            faults.append((negation.head, negation.said + negation.head))
    for negation in find_negations(everything):
        # 无需提前购票 is against 须提前网上购票: all that is denied stands in the claim, undenied.
        denied = [word.text for word in content_words(negation.scope) if word.kind in ("verb", "noun")]
        said = [word for word in denied if share_in_pieces(word, claim) >= _MOST and not is_denied(word, in_claim)]
        affirmed = not _AGAINST.search(claim) and not in_claim and sum(map(len, said)) >= _MOST * sum(map(len, denied))
        enough = len(said) >= _DENIED or sum(map(len, said)) >= 2 * _DENIED
        if enough and (len(said) == len(denied) or affirmed):
            faults.append((said[0], negation.said + negation.scope))
    beside = find_negations(nearest)
    for negation in beside:
        affirmed = _affirms(claim, negation.head, in_claim) and not is_denied(negation.head, in_claim)
        if affirmed and not _affirms(nearest, negation.head, beside):
            faults.append((negation.head, negation.said + negation.head))
    return list(dict.fromkeys(faults)) + opposite_faults(claim, source)


def _denied_at_all(negation: Negation, in_source: list[Negation], claim: str, source: str) -> bool:
    """Say whether the source denies something and never names what the claim denies."""
    of_number = _NUMBER_AFTER.match(claim, negation.start + len(negation.said))
    return bool(in_source) and negation.head not in source and not of_number


def _affirms(text: str, head: str, negations: list[Negation]) -> bool:
    """Say whether `head` stands in the text outside of every denial of it; one code point alone says too little."""
    if len(head) < 2:
        return False
    denied = sum(1 for other in negations if other.head == head)
    return text.count(head) > denied


def opposite_faults(claim: str, source: str) -> list[tuple[str, str | None]]:
    """Return (said, source) where the claim has a word whose opposite, and no word of its side, the source has."""
    return _against_each_other(claim, source, OPPOSITES) + _freed_faults(claim, source)


# 免收滞纳金 is against 仍需缴纳滞纳金: what nobody has to pay, and what is to be paid all the same.
_FREED = re.compile(r"(?:免(?:于|予)?[收缴征除交]纳?|豁免|无[需须](?:缴纳|支付|交)|不再?收取?)(?P<what>[一-鿿]{2,10})")
_OWED = re.compile(
    r"(?:[需须应要得]|必须|照常)(?:继续|另行|足额|按规定|依法)?"
    r"(?:缴纳|缴付|交纳|支付|缴|交|收取|加收|征收)(?P<what>[一-鿿]{2,10})"
)


def _freed_faults(claim: str, source: str) -> list[tuple[str, str | None]]:
    faults: list[tuple[str, str | None]] = []
    for mine, theirs in ((_OWED, _FREED), (_FREED, _OWED)):
        for said in mine.finditer(_FREED.sub("　", claim) if mine is _OWED else claim):
            held = _FREED.sub("　", source) if theirs is _OWED else source
            if any(share_in_pieces(said["what"], found["what"]) >= _MOST for found in mine.finditer(source)):
                continue
            against = [f for f in theirs.finditer(held) if _is_one_matter(said["what"], f["what"])]
            faults += [(said.group(), found.group()) for found in against[:1]]
    return faults


def _is_one_matter(a: str, b: str) -> bool:
    return max(share_in_pieces(a, b), share_in_pieces(b, a)) >= _MOST


def division_faults(claim: str, source: str) -> list[tuple[str, str | None]]:
    """Return (said, source) where the claim speaks of one part of a matter, and the source of another alone."""
    return _against_each_other(claim, source, _DIVISIONS)


def _against_each_other(
    claim: str, source: str, pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
) -> list[tuple[str, str | None]]:
    faults: list[tuple[str, str | None]] = []
    for left, right in pairs:
        for mine, other in ((left, right), (right, left)):
            said = next((word for word in mine if word in _without(claim, other)), None)
            against = next((word for word in other if word in _without(source, ())), None)
            both = any(word in _without(source, other) for word in mine) or any(word in claim for word in other)
            if said and against and not both:
                faults.append((said, against))
    return faults


_DENIES = re.compile(
    r"(?:不|未|没有|没|无法|不再|不予)(?=允许|可以|准许|准予|鼓励|同意|赞成|支持|批准|通过|承认|证实|确认|成功).."
)


def _without(text: str, words: tuple[str, ...]) -> str:
    """Blank out `words`, so that 增长 is not found in 负增长, nor 允许 in 不允许."""
    text = _DENIES.sub(lambda match: " " * len(match.group()), text)
    for word in words:
        text = text.replace(word, " " * len(word))
    return text
