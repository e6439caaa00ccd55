"""What went wrong, in the reader's language. The program complains in English, in a handful of fixed forms."""

from __future__ import annotations

import re

from assistant.types import Language
from assistant.web.texts import list_section
from index.errors import YinzhengError

# Form of a message or a hint → its Chinese; the groups are filled in. One of another form stays as it is.
_CHINESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(form, re.DOTALL), words)
    for form, words in (
        (r"['\"](.+)['\"] names no period", "“{}”不是能识别的时期"),
        (r"(?:for example )?(2024年.*)", "例如 {}"),
        (r"no article (\S+).*", "没有这篇文章：{}"),
        (r"no figure at .*", "找不到这条数据，可能文章已经更新"),
        (r"`yinzheng figures` lists them", "请重新打开“数据”"),
        (r"no upload (.+)", "找不到上传的文件 {}"),
        (r"upload it again", "请重新上传"),
        (r"(.+) is no file name", "{} 不能作文件名"),
        (r"rename the file and upload it again", "请改名后重新上传"),
        (r"no conversation \S*", "这个对话已不存在"),
        (r"(?:it|its conversation) may have been deleted", "可能已被删除"),
        (r"no turn \S*", "这个回答已不存在"),
        (r"(?:turn|conversation) \S+ has no answer", "还没有可导出的回答"),
        (r"ask (?:again|a question in it first)", "请先提问"),
        (r"a conversation needs a title", "对话名称不能为空"),
        (r"write at least one character", "请至少写一个字"),
        (r"this check is no longer held", "这次核对的结果已不在内存里"),
        (r"check the draft again", "请重新核对稿件"),
        (r"reload the page", "请刷新页面再试"),
        (r"date (.+) is no day", "{} 不是日期"),
        (r"write it as (\S+)", "请写成 {}"),
        (r"(.+) is being written by process (.+)", "资料库正由另一个程序写入（进程 {1}）"),
        (r"wait until it is done, then run this again", "请等它写完再试"),
        (r"the language model (\S+) is not on this machine", "本机没有语言模型 {}"),
        (r"yinzheng models pull (\S+), or --model extractive", "运行 yinzheng models pull {} 取得它，或改用摘录原文"),
        (r"the bundled engine is busy: (\d+) questions wait", "本地模型正忙：还有 {} 个问题在等"),
        (r"the bundled engine was busy for (\S+) seconds", "本地模型忙了 {} 秒还没有轮到"),
        (r"try again in a minute", "请过一分钟再试"),
        (r"the bundled engine cannot load (.+?): (.+)", "本地模型打不开 {}：{}"),
        (r"the bundled engine did not start: (.+)", "本地模型没能启动：{}"),
        (r"the bundled engine ended (\d+) times in (\d+) minutes", "本地模型在 {1} 分钟内退出了 {0} 次"),
        (r"model (\S+): no whole answer within (\S+) seconds", "模型 {} 在 {} 秒内没有答完"),
        (r"model (\S+): the answer is (?:empty|no text)", "模型 {} 没有给出文字"),
        (r"model (\S+) \((\S+)\): (.+)", "模型 {}（{}）没有应答：{}"),
        (r"(?:try again, or use|use|try another model, or) --model extractive", "可改用摘录原文"),
        (r"check the endpoint's api_key", "请检查配置里的 api_key（密钥）"),
        (r"check the endpoint's base_url and model", "请检查配置里的 base_url 和 model"),
        (r"the endpoint is busy or the account is empty: try again later", "服务正忙或账户余额不足，请稍后再试"),
        (r"check that the endpoint runs and can be reached, or .*", "请确认服务已启动、地址可达，或改用摘录原文"),
        (r"raise answer\.seconds, or ask for less", "可在配置里加大 answer.seconds"),
    )
)
# Codes of the reader that say the same.
_ALIKE = {"special": "folder", "bad_record": "bad_json", "unsafe_path": "symlink", "cannot_open": "damaged"}


def translate(words: str, language: Language) -> str:
    """Return a message or a hint in `language`; one of an unknown form as it is."""
    if language == "en":
        return words
    for form, chinese in _CHINESE:
        match = form.fullmatch(words)
        if match:
            return chinese.format(*match.groups())
    return words


def tell_error(error: YinzhengError, language: Language) -> str:
    """Return what is wrong and the way out, in one line."""
    parts = [translate(part, language) for part in (error.message, error.hint) if part]
    return (" · " if language == "en" else "；").join(parts)


def tell_failure(code: str, message: str, language: Language) -> str:
    """Return why a file was not read, by its code; one without words of its own as the reader said it."""
    known = list_section(language, "failure")
    return known.get(_ALIKE.get(code, code), message)
