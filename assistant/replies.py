"""Our own fixed words, in Chinese and English: no number, no name, nothing that would need a source."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Answer, Language, Question, Refusal, RefusalReason, Sentence

_WORDS: dict[str, tuple[str, str]] = {
    "greeting": (
        "您好！我只依据资料库里的文章回答，每句话都附出处。请直接提问，例如某地某年的签约额、到位资金，或某项政策的做法。",
        "Hello! I answer from the articles in this library only, with a source for every sentence. Ask about a place's"
        " signings, funds in place or the measures of a policy.",
    ),
    "product": (
        "这里是“引证”：它在您自己的文章、政策和讲话里查找答案，逐句给出处；资料里没有的，会直说没有。",
        "This is Yinzheng: it looks for answers in your own articles, policies and speeches and cites every sentence;"
        " what they do not say, it says they do not say.",
    ),
    "out_of_scope": (
        "这个问题不在资料库能回答的范围内：这里只回答收录的文章、政策和讲话所说的内容。",
        "This is not a question for this library: it only answers from the articles, policies and speeches it holds.",
    ),
    "harmful": ("这个要求不能协助。", "I cannot help with this request."),
    "no_document": (
        "资料库中没有关于这个地方或主题的文章，无法回答。",
        "The library holds no article about this place or topic.",
    ),
    "no_figure": (
        "资料提到了相关内容，但没有说明所问的这一点。",
        "The sources mention the subject, but do not say what is asked.",
    ),
    "other_period": ("资料只有其他时间的数据。", "The sources have it for another period only."),
    "other_metric": ("资料只有其他口径的数据。", "The sources have another measure only."),
    "only_target": ("资料只有目标，没有完成情况。", "The sources give a target only, no result."),
    "redacted": ("原文隐去了这个数值。", "The source hides this value."),
    "missing": ("原文缺少这一段。", "This passage is missing from the source."),
    "no_rate": (
        "资料中没有这两种货币之间的汇率，不作换算。",
        "No source gives a rate between these two currencies, so nothing is converted.",
    ),
    "unsupported": (
        "拟出的回答没有一句能被资料支持，因此不予显示。",
        "No sentence of the draft was supported by the sources, so none is shown.",
    ),
    "account": ("各来源的说法", "what the sources say"),
    "model_failed": (
        "语言模型 {model} 没有给出可用的回答（{why}），以下为资料原文。",
        "The language model {model} gave no usable answer ({why}); the evidence is quoted instead.",
    ),
    "quoted": (
        "以下为资料原文。",
        "The sources are quoted in their own Chinese: no language model was at hand to word them in English.",
    ),
    "leaves_machine": (
        "证据文字会发送给本机之外的模型 {model}。",
        "The evidence text is sent to {model}, which is not on this machine.",
    ),
    "relaxed": (
        "资料库中没有符合全部筛选条件的内容，已放宽：{limits}。",
        "Nothing in the library passes all filters; given up: {limits}.",
    ),
}  # fmt: skip
# The limits that may be given up where they leave nothing.
_LIMITS = {
    "kinds": ("文种", "kind of document"),
    "publishers": ("发布单位", "publisher"),
    "dates": ("发布日期", "day of publication"),
    "regions": ("地区", "region"),
}


def say(key: str, language: Language, **values: str) -> str:
    """Return a fixed text in the question's language; raises `KeyError` for one that does not exist."""
    chinese, english = _WORDS[key]
    return (chinese if language == "zh" else english).format(**values)


def tell_comparison(subjects: Sequence[str], aspects: Sequence[str], language: Language) -> str:
    """Return the question that a comparison asked for by its parts comes to."""
    if language == "en":
        return f"Compare {', '.join(subjects)}" + (f": {', '.join(aspects)}" if aspects else "")
    return f"比较{'、'.join(subjects)}" + (f"的{'、'.join(aspects)}" if aspects else "")


def reply_to(asked: Question) -> Answer:
    """Return the fitting short reply to what is no question for the library."""
    text = say(asked.topic, asked.language)
    refused: RefusalReason | None = "out_of_scope" if asked.topic in ("out_of_scope", "harmful") else None
    return Answer(
        question=asked.text,
        standalone_question=asked.standalone,
        kind="refusal" if refused else "answer",
        language=asked.language,
        text=text,
        sentences=(Sentence(text, (), "none"),),
        citations=(),
        refusal=Refusal(refused, "") if refused else None,
    )


def say_relaxed(limits: Sequence[str], language: Language) -> str:
    """Return the notice that names the filters which were given up."""
    names = [_LIMITS[limit][language != "zh"] for limit in limits]
    return say("relaxed", language, limits=("、" if language == "zh" else ", ").join(names))
