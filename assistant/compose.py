"""From evidence to a draft, one claim at a time: exact quotes without a model, a model's sentences with one.

A draft is never shown as it is. `audited` puts each claim before the audit, repairs it once, and else takes it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import prompts
from assistant.audit import Auditor, explain_faults
from assistant.audit.words import overlap
from assistant.disagree import is_repeat
from assistant.evidence import wants_list
from assistant.model import Model
from assistant.types import Claim, Evidence, Question, Quote, Removed, Verdict
from index.text import fold

# An answer to a single question is one to three sentences; one to a list, how or summary up to the setting's number.
_FEW_SENTENCES = 3
_FEW_POINTS = 190
# Beside the best sentence, one that scores less than this share of it seldom holds the answer (benchmarks/answers.py).
_CLOSE = 0.8
# A model reads slowly: what it is given for a single fact may be a little farther off, but not more than this many.
_CLOSE_FOR_MODEL, _MOST_FOR_MODEL = 0.7, 4
# Several places are asked about, named or not.
_PLACED = re.compile(
    r"各(?:地|市|区|县|省|园区|开发区|城市|地区|自|是|有|用)|哪些(?:地方|城市|园区|市|区|县)|不同|区别|对比|比较|分别|比一比|不一样"
)
# What a place is called without its 市 or 经开区.
_NAME = 2
_COUNTRY = "中国"
# Code points of a list that a model is given, about 320 tokens.
_LIST_FOR_MODEL = 480
# What a model may write, in tokens: four short sentences, or eight.
_ANSWER_TOKENS = 220
_LIST_TOKENS = 400
# A sentence that shares less than this of its letter pairs with a piece of evidence does not come from it.
_BOUND = 0.35
# A sentence of which so much stands in the question tells nothing new.
_ECHO = 0.85
# Fewer Chinese letters than these are no sentence.
_FRAGMENT = 8
_CHINESE = re.compile(r"[一-鿿]")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_KEYS = re.compile(
    r"\s*[\[【(（]\s*(?:资料|来源|source)?\s*(\d+(?:\s*[,，、;；\-–]\s*\d+)*)\s*[\]】)）]", re.IGNORECASE
)
_KEY_START = re.compile(r"\s*(?:[\[【]|$)")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d+[.、)）](?!\d)|#+)\s*")
_NOTHING = re.compile(
    r"(?:资料|材料|来源|文中|提供的信息).{0,12}(?:没有|未|无|不包含|不含|缺乏).{0,16}|"
    r"无法(?:回答|确定|得知)|no relevant information|not (?:mention|contain|provide)",
    re.IGNORECASE,
)
_EMPTY_OPENING = re.compile(
    r"^(?:根据(?:提供的|以上|上述|给定的)?(?:资料|材料|信息)(?:显示|可知)?[，,:：]?|"
    r"综上所述[，,]?|因此[，,]?|以下是.{0,20}[:：]$)"
)


def compose_extractive(question: Question, evidence: Sequence[Evidence], sentences: int = 5) -> Iterator[Claim]:
    """Yield evidence as exact quotes, in reading order: all of it for a list, few and short for a single fact."""
    if wants_list(question):
        asked = [name for region in question.subjects for name in (region.name, *region.aliases)]
        yield from name_places(evidence, _PLACED.search(question.standalone) is not None, asked)
        return
    # Two places asked about take a sentence each, and more room.
    two = 2 if len(question.subjects) > 1 else 1
    most, points = min(sentences, _FEW_SENTENCES + two - 1), _FEW_POINTS * two
    kept: list[Evidence] = []
    length = 0
    for item in sorted(evidence, key=lambda item: -item.score):
        if item.completes in {other.key for other in kept}:
            continue
        distracts = kept and (length + len(item.text) > points or item.score < _CLOSE * kept[0].score)
        if len(kept) >= most or distracts:
            continue
        kept.append(item)
        length += len(item.text)
    told = {item.key for item in kept}
    for item in evidence:
        if item.key in told or item.completes in told:
            yield Claim(item.text, (item.quote,), "exact")


def name_places(evidence: Sequence[Evidence], placed: bool, asked: Sequence[str] = ()) -> Iterator[Claim]:
    """Yield evidence as claims; where places are compared, what begins another place's part names it first.

    A sentence that names one of the places asked about (`asked`) is about that one, whatever its article begins with;
    the country tells no place from another.
    """
    last = ""
    for item in evidence:
        place = item.regions[0] if item.regions else ""
        new = placed and place and place not in (last, _COUNTRY) and fold(place)[:_NAME] not in fold(item.text)
        new = new and not any(name in item.text for name in asked)
        last = place
        yield Claim(f"{place}：{item.text}" if new else item.text, (item.quote,), "entailed" if new else "exact")


def compose_with_model(
    question: Question, evidence: Sequence[Evidence], model: Model, auditor: Auditor
) -> Iterator[Claim | Removed]:
    """Yield the model's sentences as they arrive, bound to evidence, audited and repaired; raises `ModelError`."""
    yield from audited(draft_with_model(question, evidence, model), auditor, evidence)


def draft_with_model(question: Question, evidence: Sequence[Evidence], model: Model) -> Iterator[Claim]:
    """Yield the model's sentences as they arrive, each bound to the evidence that it names; raises `ModelError`.

    The prompt's beginning never changes, so that the engine keeps it. A key that was not offered is dropped, and a
    sentence without a key is bound to the evidence that it shares most with.
    """
    evidence = choose_for_model(question, evidence)
    messages = [
        {"role": "system", "content": prompts.load("answer_system").text},
        {
            "role": "user",
            "content": prompts.load("answer").fill(evidence=number_evidence(evidence), question=question.standalone),
        },
    ]
    tokens = _LIST_TOKENS if wants_list(question) else _ANSWER_TOKENS
    for sentence in split_stream(model.stream(messages, tokens)):
        claim = read_sentence(sentence, evidence)
        if claim is not None:
            yield _quote_for_echo(claim, question, evidence)


def _quote_for_echo(claim: Claim, question: Question, evidence: Sequence[Evidence]) -> Claim:
    """Return the source's own sentence for one of the model that only says the question again."""
    if question.kind == "yes_no" or overlap(fold(claim.text), fold(question.standalone)) < _ECHO:
        return claim
    source = next((item for item in evidence if claim.quotes and item.quote == claim.quotes[0]), None)
    return Claim(source.text, (source.quote,), "exact") if source else claim


def choose_for_model(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what a model is to read, in its order: for a list the best that fits, for a single fact the closest."""
    ranked = sorted(evidence, key=lambda item: -item.score)
    if wants_list(question) or not evidence:
        left = _LIST_FOR_MODEL
        fitting: list[Evidence] = []
        for item in ranked:
            if len(item.text) <= left or not fitting:
                fitting.append(item)
                left -= len(item.text)
        return [item for item in evidence if item in fitting]
    kept = [item for item in ranked[:_MOST_FOR_MODEL] if item.score >= _CLOSE_FOR_MODEL * ranked[0].score]
    told = {item.key for item in kept}
    return [item for item in evidence if item.key in told or item.completes in told]


def number_evidence(evidence: Sequence[Evidence]) -> str:
    """Return the evidence as numbered lines: key, place and day of the article, the sentence itself."""
    lines = []
    for item in evidence:
        head = "，".join([*item.regions[:1], *([item.date.isoformat()] if item.date else [])])
        text = re.sub(r"\s+", " ", item.text)
        lines.append(f"[{item.key}]" + (f"（{head}）" if head else "") + text)
    return "\n".join(lines)


def split_stream(pieces: Iterable[str]) -> Iterator[str]:
    """Yield whole sentences of a stream, each with the keys that follow its full stop."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        while (end := _end_of_sentence(buffer)) is not None:
            yield buffer[:end]
            buffer = buffer[end:]
    if buffer.strip():
        yield buffer


def _end_of_sentence(buffer: str) -> int | None:
    """Return where the first sentence ends, None while more of it, or of its keys, may still come."""
    for match in _SENTENCE_END.finditer(buffer):
        end = match.end()
        while keys := _KEYS.match(buffer, end):
            end = keys.end()
        if (
            end == len(buffer)
            or _KEY_START.fullmatch(buffer[end : end + 2])
            or buffer[end:].lstrip()[:1] in ("[", "【", "")
        ):
            return None
        if not buffer[:end].strip():
            continue
        return end
    return None


def read_sentence(sentence: str, evidence: Sequence[Evidence]) -> Claim | None:
    """Return the claim that a model's sentence makes; None for an opening, a heading, or "nothing found"."""
    offered = {item.key: item for item in evidence}
    keys = [int(n) for match in _KEYS.finditer(sentence) for n in re.findall(r"\d+", match.group(1))]
    keys = [key for key in dict.fromkeys(keys) if key in offered]
    text = _KEYS.sub(lambda match: "" if _is_key(match) else match.group(), sentence)
    text = _EMPTY_OPENING.sub("", _BULLET.sub("", text.replace("**", "").strip())).strip()
    if len(text) < 2 or _NOTHING.search(text) or text.endswith(("：", ":")):
        return None
    quotes = tuple(offered[key].quote for key in keys) or _best_quotes(text, evidence)
    chinese = len(_CHINESE.findall(text))
    source = next((item for item in evidence if quotes and item.quote == quotes[0]), None)
    if source is not None and 0 < chinese == len(re.findall(r"\w", text)) < _FRAGMENT:
        # A bare name is no sentence, and has lost the source's writing: its own sentence says more.
        return Claim(source.text, (source.quote,), "exact")
    return Claim(text, quotes, "entailed")


def _is_key(match: re.Match[str]) -> bool:
    """Say whether brackets hold a key and not words of the sentence: round ones do only with 资料 before the number."""
    return match.group().strip()[0] in "[【" or bool(re.search(r"资料|来源|source", match.group(), re.IGNORECASE))


def _best_quotes(text: str, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
    ranked = sorted(evidence, key=lambda item: -overlap(text, item.text))
    return tuple(item.quote for item in ranked[:1] if overlap(text, item.text) >= _BOUND)


def audited(
    claims: Iterable[Claim | Removed], auditor: Auditor, evidence: Sequence[Evidence] = ()
) -> Iterator[Claim | Removed]:
    """Yield each claim that its quotes carry, and no claim twice; yield why any other was taken out.

    With `evidence` a claim that fails gets one repair: better evidence for the same words, or else the exact words of
    the evidence that is nearest.
    """
    shown: list[str] = []
    for claim in claims:
        if isinstance(claim, Removed):
            yield claim
            continue
        verdict = auditor.audit(claim)
        passed = _carry(claim, verdict) or _repair(claim, evidence, auditor)
        if passed is None:
            yield Removed(claim.text, explain_faults(verdict.faults))
        elif passed.text and (passed.figures or not any(is_repeat(fold(passed.text), other) for other in shown)):
            shown.append(fold(passed.text))
            yield passed


def _carry(claim: Claim, verdict: Verdict) -> Claim | None:
    return replace(claim, quotes=verdict.quotes, support=verdict.support) if verdict.carried else None


def _repair(claim: Claim, evidence: Sequence[Evidence], auditor: Auditor) -> Claim | None:
    """Try the source's own words, all evidence that shares words with the claim, then the nearest word for word."""
    if claim.verbatim:
        # The words of the quote itself need no audit, but for what was cut off before them.
        return replace(claim, text=auditor.widen_clip(claim.verbatim, claim.quotes), support="exact")
    near = sorted(evidence, key=lambda item: -overlap(claim.text, item.text))
    related = [item.quote for item in near if overlap(claim.text, item.text) >= _BOUND / 2][:3]
    if related and set(related) != set(claim.quotes):
        wider = replace(claim, quotes=tuple(related))
        passed = _carry(wider, auditor.audit(wider))
        if passed is not None:
            return passed
    if near and overlap(claim.text, near[0].text) >= _BOUND:
        exact = Claim(near[0].text, (near[0].quote,), "exact")
        return _carry(exact, auditor.audit(exact))
    return None
