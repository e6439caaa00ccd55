"""Yes or no: whether what was asked, or what a question for reasons takes for granted, holds by the sources.

The question is turned into the sentence that it asks about, and that sentence is put before the audit like any claim:
carried is yes, contradicted in a part that can be named is no, a plan told as done is named as a plan, anything else is
left to the quotes. Whether something always holds depends, where the source makes an exception. It decides nothing
about truth, only about what the sources say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.askings import split_askings
from assistant.audit import Auditor
from assistant.audit.modality import find_cues
from assistant.audit.polarity import find_negations, is_denied
from assistant.audit.words import content_words, is_covered, overlap
from assistant.finding import judge
from assistant.types import Claim, Evidence, Language, Question, Quote
from index.text import fold

Finding = Literal["yes", "no", "planned", "depends", "otherwise"]

_WORDS: dict[Finding, dict[Language, str]] = {
    "yes": {"zh": "是。", "en": "Yes."},
    "no": {"zh": "不是。", "en": "No."},
    "planned": {
        "zh": "资料没有说已经做到，说的是目标或计划。",
        "en": "The sources speak of a goal or a plan, not of a result.",
    },
    "depends": {"zh": "不一定，要看情况。", "en": "Not always; it depends."},
    "otherwise": {
        "zh": "资料说的与问题的前提不同。",
        "en": "The sources say otherwise than the question takes for granted.",
    },
}
# The sentence of an utterance that asks.
_ASKS = re.compile(
    r"是否|是不是|有没有|能不能|可不可以|能否|可否|会不会|要不要|该不该|需不需要|允不允许|属不属于|对不对|([一-鿿])不\1|[吗嗎么吧]\W*$|已经?.{2,24}了\W*$"
)
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[,，]?(?:这|那)?(?:是真的|是不是真的|对不对|是不是|对|是|是这样)(?:吗|嗎|吧)?[?？]*$", ""),
        (r"^(?:请问|那么?|那末|听说|据说)[,，]?", ""),
        (r"有没有", "有"),
        (r"能不能|能否", "能"),
        (r"可不可以|可否", "可以"),
        (r"会不会", "会"),
        (r"需不需要", "需要"),
        (r"允不允许", "允许"),
        (r"属不属于", "属于"),
        (r"要不要", "要"),
        (r"该不该", "该"),
        (r"是不是|是否", ""),
        (r"([一-鿿])不\1", r"\1"),
        (r"算不算", "是"),
        (r"(?:了)?[吗嗎么呢吧][?？]*$", ""),
        (r"(?:已经|已|了?[?？]+$)", ""),
    )
)
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
# Evidence that is put before the audit, the best first.
_JUDGED = 4
_SHORTEST = 4
_CLAUSE = re.compile(r"[^,。;!?:]+")
# Parts in which a source that speaks of the same thing can contradict a statement.
_DIFFERS = frozenset({"negation", "status", "digit", "unit", "year", "qualifier"})
# Share of a statement's words that a clause must hold to speak of the same thing.
_NEAR = 0.5
# Share of a statement's words that the sentence which bears it out must hold.
_ALL = 0.75
# Share of its letter pairs: words that hold no fact (先, 网上) are part of what is asked.
_SHARED = 0.5
# What is asked to be so already, and words that say it is.
_CLAIMS_DONE = re.compile(r"已经?|了(?:[吗嗎吧,，]|\W*$)")
_DONE = re.compile(r"已(?!有计划)|完成了|建成了|实现了|达到了|投用|落地|累计|截至")
# What a question for reasons says beside the word that asks.
_REASON = re.compile(r"(?:究竟|到底)?(?:为什么|为何|为啥|缘何|凭什么|凭啥|怎么会)(?:就|要(?!求)|会(?!议))?")
# What a source would say that turns an act round. One contradiction found may be a mistake: the opposite must be
# borne out as well.
_FLIPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(act), opposite)
    for act, opposite in (
        (
            r"不(?=允许|准|许|让|能|可|得|再|予|会|支持|同意|认可|承认|保留|开放|需|用|收|免|减)|没有|未(?!来)|拒绝|否认",
            "",
        ),
        (r"取消|废[止除]|撤销|叫停", "设立"),
        (r"保留|设立|增设", "取消"),
        (r"禁止|限制|暂停|停止|终止|关闭", "允许"),
        (r"允许", "不允许"),
        (r"恢复|开放|放开", "暂停"),
        (r"放[松宽]", "加强"),
        (r"收紧", "放宽"),
        (r"上调|提高|增加", "下调"),
        (r"下调|降低|减少", "提高"),
        (r"延长|推迟", "提前"),
        (r"缩短|提前", "推迟"),
        (r"反对|否决", "同意"),
        (r"同意|支持", "反对"),
        (r"承认", "否认"),
        (r"处罚", "不处罚"),
    )
)
# What asks whether something holds of all, and where a source makes an exception or a condition.
_ALWAYS = re.compile(r"一定|必须|一律|全国都|全部|所有|统统|都(?:能|可以|得|要|会|需要|不)|任何|只能")
_EXCEPTS = re.compile(r"(?:^|[,;。])(?:但|而)?(?:对?除[^,。;]{2,30}外|如果|若|凡)")


def presume(question: str) -> str | None:
    """Return what a question for reasons takes for granted (甲为什么取消乙？ → 甲取消乙).

    None where it asks for no reason, or for more.
    """
    asking = [match.group().strip() for match in _SENTENCE.finditer(question) if _REASON.search(match.group())]
    if len(asking) != 1 or len(split_askings(question)) > 1:
        return None
    said = re.sub(r"[呢啊呀?？!！。]+$", "", _REASON.sub("", asking[0], count=1)).strip("，, ")
    return said if len(said) >= _SHORTEST else None


def state(question: str) -> str | None:
    """Return the sentence that a question asks about (甲是不是乙？ → 甲乙), None where it asks for more."""
    asking = [match.group() for match in _SENTENCE.finditer(question) if _ASKS.search(match.group().strip())]
    if len(asking) != 1:
        return None
    said = asking[0].strip()
    for pattern, plain in _TURNS:
        said = pattern.sub(plain, said).strip()
    return said if len(said) >= _SHORTEST else None


def open_with_verdict(question: Question, evidence: Sequence[Evidence], auditor: Auditor) -> list[Claim]:
    """Return the yes or no that opens the answer, with the quote that settles it; nothing where none does."""
    found = find_verdict(question, evidence, auditor)
    if found is None:
        premise = find_false_premise(question, evidence, auditor)
        found = None if premise is None else ("otherwise", premise)
    if found is None:
        return []
    finding, quote = found
    return [Claim(_WORDS[finding][question.language], (quote,), "entailed")]


def find_verdict(question: Question, evidence: Sequence[Evidence], auditor: Auditor) -> tuple[Finding, Quote] | None:
    """Return yes or no where the evidence settles it: where it denies and affirms at once, neither."""
    if question.kind != "yes_no" or not evidence:
        return None
    best = _choose_best(evidence)
    excepting = _depends(question, best)
    if excepting is not None:
        return "depends", excepting
    said = state(question.standalone)
    if said is None:
        return None
    found = judge(said, [item.quote for item in best], auditor, question.today)
    denied = _is_denied(said, [clause for item in best for clause in _CLAUSE.findall(fold(item.text))])
    quote = (*found.quotes, best[0].quote)[0]
    if _CLAIMS_DONE.search(question.standalone):
        meant = next((item for item in best if _only_means(said, item.text)), None)
        if meant is not None:
            return "planned", meant.quote
    if found.verdict == "supported" and not denied:
        said_so = any(
            _covers(said, item.text) and overlap(said, item.text) >= _SHARED
            for item in best
            if item.quote in found.quotes
        )
        return ("yes", quote) if denied is False and said_so else None
    differs = found.verdict == "contradicted" and {fault.kind for fault in found.differs} <= _DIFFERS
    against = "".join(fault.said for fault in found.differs)
    about = any(_covers(said, item.text + against, acts=False) for item in best)
    return ("no", quote) if denied or (differs and about) else None


def find_false_premise(question: Question, evidence: Sequence[Evidence], auditor: Auditor) -> Quote | None:
    """Return the quote that turns round what a question for reasons takes for granted, None where none does."""
    said = presume(question.standalone)
    if said is None or not evidence:
        return None
    turned = _flip(said)
    if turned is None:
        return None
    quotes = [item.quote for item in _choose_best(evidence)]
    if judge(said, quotes, auditor, question.today).verdict != "contradicted":
        return None
    found = judge(turned, quotes, auditor, question.today)
    return found.quotes[0] if found.verdict == "supported" else None


def _choose_best(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that a statement is judged by, the best first."""
    return sorted(evidence, key=lambda item: -item.score)[:_JUDGED]


def _flip(said: str) -> str | None:
    """Return a statement with its act turned round, None where it has none that has an opposite."""
    return next((act.sub(opposite, said, count=1) for act, opposite in _FLIPS if act.search(said)), None)


def _depends(question: Question, best: Sequence[Evidence]) -> Quote | None:
    """Return the quote that makes an exception where a question asks whether something always holds."""
    if not _ALWAYS.search(question.standalone):
        return None
    sure = [item for item in best if (item.reading or 0.0) > 0 and _EXCEPTS.search(fold(item.text))]
    return max(sure, key=lambda item: item.reading or 0.0).quote if sure else None


def _covers(said: str, text: str, acts: bool = True) -> bool:
    """Say whether one sentence speaks of nearly everything that a statement says, with `acts` of every act of it."""
    words, material = content_words(fold(said)), fold(text)
    held = [word for word in words if word.text in material or is_covered(word, material)]
    done = [word for word in words if word.kind == "verb"] if acts else []
    return len(held) >= _ALL * len(words) and all(word in held for word in done)


def _only_means(said: str, text: str) -> bool:
    """Say whether a sentence speaks of what is said to be done as a goal, a plan or a forecast, and of no result."""
    folded = fold(text)
    words = content_words(fold(said))
    near = sum(word.text in folded for word in words)
    return bool(words) and near >= _NEAR * len(words) and bool(find_cues(folded)) and not _DONE.search(folded)


def _is_denied(said: str, clauses: Sequence[str]) -> bool | None:
    """Say whether the clause nearest to a statement denies it; None where it denies something else, or none is near."""
    folded = fold(said)
    words = [word.text for word in content_words(folded)]
    own = find_negations(folded)
    near = [(sum(word in clause for word in words), clause) for clause in clauses]
    most = max((count for count, _ in near), default=0)
    if not words or most < _NEAR * len(words):
        return None
    nearest = [clause for count, clause in near if count == most]
    denials = [[n for n in find_negations(clause) if not is_denied(n.head, own)] for clause in nearest]
    if not all(denials):
        # One of them affirms it; another that denies it makes it undecided.
        return False if not any(denials) else None
    return True if not own and any(n.head[:1] in folded for n in denials[0]) else None
