"""What went wrong is said in the reader's language, whole."""

from __future__ import annotations

import pytest

from assistant.web.complaints import tell_error, tell_failure, translate
from index.errors import ModelError, UsageError


@pytest.mark.parametrize(
    ("error", "chinese"),
    [
        (UsageError("'去去年' names no period", "2024年, 2024Q1"), "“去去年”不是能识别的时期；例如 2024年, 2024Q1"),
        (
            ModelError("model cloud (https://a.example/v1): Error code: 401", "check the endpoint's api_key"),
            "模型 cloud（https://a.example/v1）没有应答：Error code: 401；请检查配置里的 api_key（密钥）",
        ),
        (
            ModelError("the bundled engine is busy: 8 questions wait", "try again in a minute"),
            "本地模型正忙：还有 8 个问题在等；请过一分钟再试",
        ),
    ],
)
def test_a_mistake_is_told_in_chinese_and_in_english(error: UsageError | ModelError, chinese: str) -> None:
    assert tell_error(error, "zh") == chinese
    assert tell_error(error, "en") == f"{error.message} · {error.hint}"


def test_words_of_an_unknown_form_stay() -> None:
    assert translate("something new happened", "zh") == "something new happened"


def test_a_file_that_failed_is_told_by_its_code() -> None:
    assert "密码" in tell_failure("encrypted", "it is encrypted", "zh")
    assert "password" in tell_failure("encrypted", "it is encrypted", "en")
    assert tell_failure("special", "x", "zh") == tell_failure("folder", "x", "zh")
    assert tell_failure("never_seen", "it is odd", "zh") == "it is odd"
