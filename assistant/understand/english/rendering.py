"""The Chinese that asks what each part of an English question asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.understand.english.clauses import NAMED, Clause
from assistant.understand.english.comparing import ask_more, ask_which, without_aux
from assistant.understand.english.counting import choose_counter, take_unit
from assistant.understand.english.phrases import DIRECTIONS, Ordered, join, order, write
from assistant.understand.english.shares import ask_difference, ask_ratio, ask_share, holds_share
from assistant.understand.english.tokens import Token

NamesNumber = Callable[[str], bool]
_COUNTED_NOUN = re.compile(r"^(?P<number>.*[个家])(?P<noun>项目|企业)$")
_TOP = re.compile(r"前[两三四五六七八九十]")


def render_clauses(clauses: Sequence[Clause], names_number: NamesNumber) -> tuple[str, bool]:
    """Return the parts in Chinese, and whether any of them asks for a number."""
    said: list[str] = []
    numeric = False
    gap = ""
    for clause in clauses:
        text, asks, compared = _render(clause, gap, names_number)
        gap = compared or gap
        numeric = numeric or asks
        if text:
            said.append(text)
    return "，".join(said), numeric


def _render(clause: Clause, gap: str, names_number: NamesNumber) -> tuple[str, bool, str]:
    """Return a part in Chinese, whether it asks for a number, and the word for a gap that it leaves to the next."""
    ask = clause.ask
    if ask is None:
        opens = (
            bool(clause.before)
            and clause.before[0].kind in ("prep", "among")
            and clause.before[0].said.startswith("of")
        )
        return f"{order(clause.before)}{'中' if opens else ''}", False, ""
    opening = write(clause.before)
    if ask.kind == "ditto":
        return f"{order(clause.after)}呢", False, ""
    if ask.kind == "command":
        return _render_command(ask, clause.after, names_number)
    told = any(token.chinese in DIRECTIONS for token in clause.before)
    text, numeric, compared = _render_ask(ask, clause.after, "" if told else gap or "相差", names_number)
    return join([opening, text]), numeric, compared


def _render_command(ask: Token, after: list[Token], names_number: NamesNumber) -> tuple[str, bool, str]:
    found = order(after)
    text = str(found)
    if ask.said == "rank":
        at = next(
            (i for i, token in enumerate(after) if token.kind == "prep" and token.said in ("by", "according to")), None
        )
        if at is not None:
            listed, metric = order(after[:at]), order(after[at + 1 :])
            text = join([*listed.times, *metric.times, *listed.places, *metric.places, listed.core, metric.core])
        return f"{text}排名", True, "高"
    if ask.said == "compare":
        return f"对比{text}", names_number(text), "高"
    tail = "分别是多少" if found.each else "是多少"
    if ask.said in ("list", "name"):
        return f"列出{text}", names_number(text), ""
    return f"{text}{tail}", names_number(text), ""


def _render_ask(ask: Token, after: list[Token], gap: str, names_number: NamesNumber) -> tuple[str, bool, str]:
    said = ask.said
    if said == "吗" or ask.chinese == "吗":
        return _ask_whether(after)
    if ask.chinese == "占":
        return ask_share(after), True, ""
    if (
        said in ("how many", "how much")
        or ask.chinese in ("多大", "多长", "多高", "多深", "多宽", "多少次")
        or said in ("how high", "how low", "how far")
    ):
        return _ask_number(ask, after)
    if said.startswith("by "):
        return _ask_gap(ask, after, gap), True, ""
    if ask.chinese == "增速":
        found = order(without_aux(after), verbal=True)
        level = _strip_direction(found.core)
        return join([found.lead, level, "增速是多少"]), True, ""
    if said == "which":
        return ask_which(after)
    if said in ("what", "what's", NAMED.said):
        return _ask_what(after, names_number)
    if said in ("how", "how well"):
        return _ask_how(after)
    found = order(without_aux(after), verbal=True)
    if said == "who":
        return f"{found}{'是哪些' if _TOP.search(found.core) else '是谁'}", bool(_TOP.search(found.core)), ""
    return join([found.lead, ask.chinese, found.core]), False, ""


def _strip_direction(words: str) -> str:
    for word in sorted(DIRECTIONS, key=len, reverse=True):
        words = words.replace(word, "")
    return words


def _split_at_aux(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return what stands before the first auxiliary, and the rest without it."""
    at = next((i for i, token in enumerate(tokens) if token.kind == "aux"), None)
    if at is None:
        return list(tokens), []
    return list(tokens[:at]), without_aux(tokens[at:])


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────


def _ask_number(ask: Token, after: list[Token]) -> tuple[str, bool, str]:
    """Put a question for a count or an amount: how many, how much, how large."""
    ratio = ask_ratio(ask, after)
    if ratio:
        return ratio, True, ""
    if after and after[0].kind == "more":
        return ask_more(after[0].chinese, after[1:]), True, ""
    counted, rest = _split_at_aux(after)
    unit, counted = take_unit(counted)
    what, done = order(counted), order(rest, verbal=True)
    same = what.same or done.same
    what.same = done.same = ""
    core = join([done.core, what.core])
    lead = join([*done.places, *what.places, *done.times, *what.times])
    among = "其中" if any(token.kind == "among" for token in after) and not (what.each or done.each) else ""
    core = core.replace("其中", "")
    each = "各" if what.each or done.each else ""
    if same:
        at = next((core.find(word) for word in DIRECTIONS if word in core), -1)
        core = f"{core[:at]}{same}{core[at:]}" if at >= 0 else f"{core}{same}增长"
    if ask.chinese not in ("多少", "多少个"):
        words = "规模" if ask.chinese == "多大" and not re.search(r"规模|面积$", core) else ""
        return join([lead, core, words, "有", each, ask.chinese if ask.chinese != "多大" else "多大"]), True, ""
    asking = f"多少{unit}" if unit else "多少"
    if ask.said == "how many" and not unit and not any(word in core for word in DIRECTIONS):
        asking = f"多少{choose_counter(core)}"
    if unit == "百分之几":
        asking = unit
    return join([among, lead, core, each, asking]), True, ""


def _ask_gap(ask: Token, after: list[Token], gap: str) -> str:
    """Put a question for how far a number went: by how much did exports fall."""
    counted, rest = _split_at_aux(after)
    unit, counted = take_unit(counted) if ask.said == "by how many" else ("", counted)
    found = order([*rest, *counted], verbal=True)
    asking = "百分之几" if ask.chinese == "百分之几" else f"多少{unit}"
    core = found.core
    if not any(word in core for word in DIRECTIONS):
        core += "同比增长" if found.same else gap if gap != "相差" or not core else ""
    return join([found.lead, core, asking])


def _ask_what(after: list[Token], names_number: NamesNumber) -> tuple[str, bool, str]:
    """Put a question for a value by its name: what was the total investment."""
    first, rest = _split_at_aux(after)
    words = after if first else rest
    if holds_share(words):
        return ask_share(words, named=True), True, ""
    difference = ask_difference(words)
    if difference:
        return difference, True, ""
    what, done = (order(first), order(rest, verbal=True)) if first else (order(rest), order(()))
    lead = join([*done.places, *what.places, *done.times, *what.times])
    core = join([done.core, what.core])
    if core in ("增长", "下降", "变化"):
        return join([lead, {"增长": "增速是多少", "下降": "下降多少", "变化": "变化多少"}[core]]), True, ""
    if core.endswith("排名"):
        return join([lead, core.removesuffix("排名"), "排第几"]), True, ""
    summed = "合计" if any(token.said in ("combined", "sum", "aggregate") for token in words) else ""
    each = "分别" if what.each else "各" if not summed and _is_list(what) else ""
    text = join([lead, core.replace("合计", "")])
    return (
        f"{text}{summed}{each}是多少",
        names_number(text) or bool(each and _lists_numbers(what.head, names_number)),
        "",
    )


def _is_list(what: Ordered) -> bool:
    """Say whether a phrase lists what is asked for: the imports and exports of …, the output of steel and of iron."""
    return "和" in what.head or any("和" in words for words in what.modifiers)


def _lists_numbers(head: str, names_number: NamesNumber) -> bool:
    return any(names_number(part) for part in re.split("[、和]", head))


def _ask_how(after: list[Token]) -> tuple[str, bool, str]:
    """Put a question for a change or a rank: how did it change, how does it rank."""
    found = order(without_aux(after), verbal=True)
    if "排名" in found.core:
        return f"{join([found.lead, found.core.replace('排名', '')])}排第几", True, ""
    changes = any(word in found.core for word in DIRECTIONS)
    if found.same:
        found.same = ""
        return join([found.lead, _strip_direction(found.core), "同比变化多少"]), True, ""
    if changes:
        return join([found.lead, _strip_direction(found.core), "怎么变化"]), True, ""
    return join([found.lead, "怎么", found.core]), False, ""


def _ask_whether(after: list[Token]) -> tuple[str, bool, str]:
    """Put a question for yes or no, with the value that it names: were more than 500 projects signed."""
    if any(token.kind == "or" for token in after) and any(token.kind in ("more", "most") for token in after):
        return ask_which(after)
    than = next((i for i, token in enumerate(after) if token.kind == "than"), None)
    more = next((token for token in after if token.kind == "more"), None)
    if than is not None and more is not None:
        # Were exports larger than imports: which of the two is?
        return ask_which(
            [more, Token("comma", ""), *(t for t in after[:than] if t is not more), Token("or", ""), *after[than + 1 :]]
        )
    bound = next((token for token in after if token.kind == "bound"), None)
    value = next((token for token in after if token.kind == "quantity"), None)
    rest = [token for token in after if token is not bound and token is not value]
    found = order(without_aux(rest), verbal=True)
    core = found.core.replace("完成了吗", "完成")
    if value is None:
        return f"{join([found.lead, core])}{'了' if '完成' in core else ''}吗", "目标" in core, ""
    number = _COUNTED_NOUN.match(value.chinese)
    noun, amount = (number["noun"], number["number"]) if number else ("", value.chinese)
    return join([found.lead, core, noun, bound.chinese if bound else "是", amount, "吗"]), True, ""
