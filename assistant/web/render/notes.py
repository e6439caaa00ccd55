"""Notes of an article in the reader's language. The library writes them in English, in a handful of fixed forms."""

from __future__ import annotations

import re

from assistant.types import Language

# Form of the note → its Chinese; the groups are filled in. A note of another form stays as it is.
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form), words)
    for form, words in (
        (r"paywalled: (\d+) characters are missing", "付费墙：缺 {} 字"),
        (r"paywalled: the rest is not shown", "付费墙：其余部分未显示"),
        (r"truncated: (\d+) of (\d+) characters are shown", "原文被截断：共 {1} 字，只有 {0} 字"),
        (r"values redacted as (.+)", "原文以 {} 隐去了数值"),
        (r"(\d+) broken words repaired from their bytes", "修复了 {} 处乱码"),
        (r"(\d+) broken characters could not be repaired", "有 {} 处乱码无法修复"),
        (r"(\d+) broken characters in the file", "文件里有 {} 处乱码"),
        (r"the file says (\S+) and is (\S+)", "文件自称 {} 编码，实为 {}"),
        (r"the text was (\S+) read as (\S+) and saved so; undone", "文字曾以 {1} 误读 {0} 后保存，已还原"),
        (r"pages without text: ([\d, ]+)", "没有文字的页：{}"),
        (r"read by OCR: (\d+) of (\d+) pages", "文字识别：{1} 页中的 {0} 页"),
        (r"paragraphs run across pages; their origin is where they begin", "有跨页的段落，位置以起始页为准"),
    )
)


def translate_note(note: str, language: Language) -> str:
    """Return a note in `language`; one of an unknown form as it is."""
    if language == "en":
        return note
    for form, words in _CHINESE:
        match = form.fullmatch(note)
        if match:
            return words.format(*match.groups())
    return note
