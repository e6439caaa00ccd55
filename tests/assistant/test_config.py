"""Settings: strict, typed, and silent about secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import load_settings
from index.errors import ConfigError

KEY = "sk-very-secret"


def write(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "yinzheng.toml"
    path.write_text(text, encoding="utf-8")
    return {"YINZHENG_CONFIG": str(path)}


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    environ = write(tmp_path, "[search]\ntop_k = 3\n[passages]\ntarget = 200\n") | {"YINZHENG_SEARCH__TOP_K": "5"}
    settings = load_settings({"passages": {"target": 250}}, environ)
    assert settings.search.top_k == 5
    assert settings.passages.target == 250


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[serch]\ntop_k = 3", "serch"),
        ("[search]\ntop_n = 3", "search.top_n"),
        ("[search]\ntop_k = 0", "search.top_k = 0"),
    ],
)
def test_an_unknown_or_impossible_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load_settings({}, write(tmp_path, text))


def test_an_unknown_variable_of_ours_is_refused() -> None:
    with pytest.raises(ConfigError, match="embeding"):
        load_settings({}, {"YINZHENG_EMBEDING__MODEL": "x"})


def test_a_key_is_never_printed(tmp_path: Path) -> None:
    environ = write(tmp_path, f'[endpoints.far]\nbase_url = "http://x/v1"\nmodel = "m"\napi_key = "{KEY}"\n')
    settings = load_settings({}, environ)
    assert settings.endpoints["far"].api_key.get_secret_value() == KEY
    assert KEY not in repr(settings)
    assert KEY not in str(settings.redacted())


def test_the_fingerprint_changes_with_what_can_change_an_answer(tmp_path: Path) -> None:
    plain = load_settings({}, {})
    assert load_settings({"page": {"port": 1234}}, {}).fingerprint() == plain.fingerprint()
    assert load_settings({"passages": {"target": 250}}, {}).fingerprint() != plain.fingerprint()


def test_a_named_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConfigError, match="does not exist"):
        load_settings({}, {"YINZHENG_CONFIG": "/nowhere/yinzheng.toml"})
