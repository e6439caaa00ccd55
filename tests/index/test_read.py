"""Reading: encodings, formats of lines, and inputs that are not what they seem."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from index.clean import clean_article
from index.config import ReadSettings
from index.read import decode, find_inputs, read_file
from index.types import Failure, RawArticle

SETTINGS = ReadSettings()
SENTENCE = "云栖市今年一季度签约项目12个，总投资超过300亿元，其中外资项目3个。"
TRADITIONAL = "雲棲市今年一季度簽約項目12個，總投資超過300億元，其中外資項目3個。"


def read_all(path: Path, settings: ReadSettings = SETTINGS) -> list[RawArticle | Failure]:
    return list(read_file(path, settings))


def read_failure(path: Path, settings: ReadSettings = SETTINGS) -> Failure:
    (only,) = read_all(path, settings)
    assert isinstance(only, Failure)
    return only


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SENTENCE),
        ("utf-8-sig", SENTENCE),
        ("utf-16", SENTENCE),
        ("utf-16-le", SENTENCE + "\n" + SENTENCE),
        ("utf-16-be", SENTENCE + "\n" + SENTENCE),
        ("utf-32", SENTENCE),
        ("gb18030", SENTENCE),
        ("gb18030", TRADITIONAL),
        ("big5", TRADITIONAL),
    ],
)
def test_every_encoding_gives_the_same_text(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(("declared", "real", "text"), [
    ("utf-8", "gb18030", SENTENCE), ("gb2312", "utf-8", SENTENCE), ("gbk", "big5", TRADITIONAL),
    ("big5", "gb18030", SENTENCE), ("nonsense-8", "gb18030", SENTENCE),
])  # fmt: skip
def test_a_wrong_declaration_is_not_believed(declared: str, real: str, text: str) -> None:
    decoded = decode((text * 3).encode(real), declared)
    assert decoded.text == text * 3
    assert bool(decoded.notes) == (declared != "nonsense-8")


@pytest.mark.parametrize(("real", "read_as"), [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_a_wrong_decoding_that_was_saved_is_undone_and_said(real: str, read_as: str) -> None:
    text = "招商引资工作会议在云栖市召开" * 3
    decoded = decode(text.encode(real).decode(read_as).encode())
    assert decoded.text == text
    assert decoded.notes == (f"the text was {real} read as {read_as} and saved so; undone",)


def test_a_wrong_decoding_that_lost_too_much_is_flagged_and_not_guessed() -> None:
    shown = (SENTENCE * 3).encode().decode("gb18030", errors="replace")
    decoded = decode(shown.encode())
    assert decoded.text == shown
    assert "too much of it is lost" in decoded.notes[0]


@pytest.mark.parametrize(
    "text",
    [SENTENCE, TRADITIONAL, "Übergrößenträger äöü " * 9, "日本語の文章はそのまま残る。" * 4, "Привет, мир! " * 9],
)
def test_a_text_in_any_language_is_left_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode()).notes == ()


def test_a_page_cut_inside_a_character_is_still_utf8_and_says_so() -> None:
    decoded = decode((SENTENCE * 20).encode()[:-2])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(SENTENCE)
    assert decoded.notes == ("1 broken characters in the file",)


def test_a_text_file_is_one_article_with_its_own_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((SENTENCE + "\r\n").encode("gb18030"))
    (raw,) = read_all(file)
    assert isinstance(raw, RawArticle)
    assert (raw.text, raw.media, raw.plain_source) == (SENTENCE + "\r\n", "text", True)
    assert raw.key == raw.path == str(file)


def test_each_line_of_jsonl_is_an_article_and_bad_lines_are_named(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "甲", "title": "题", "text": SENTENCE, "date": "2025-03-02"}, ensure_ascii=False),
        "{broken",
        "",
        json.dumps({"doc_id": 7, "html": "<p>文</p>", "url": "https://example.invalid/x"}),
        json.dumps({"id": "空", "text": " "}),
        json.dumps({"text": SENTENCE}),
        json.dumps({"id": "甲", "text": SENTENCE}),
        "[1]",
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = read_all(file)
    articles = [each for each in found if isinstance(each, RawArticle)]
    failures = [each for each in found if isinstance(each, Failure)]
    assert [each.source_id for each in articles] == ["甲", "7", None, "甲"]
    assert [each.key.rpartition("#")[2] for each in articles] == ["甲", "7", "L6", "甲~2"]
    assert articles[0].declared == {"title": "题", "date": "2025-03-02"}
    assert [(each.media, each.plain_source) for each in articles[:2]] == [("text", True), ("html", False)]
    assert [(each.path.rpartition("#")[2], each.code) for each in failures] == [
        ("L2", "bad_json"), ("L5", "empty"), ("L8", "bad_record"),
    ]  # fmt: skip


def test_a_text_that_is_markup_is_read_as_markup_and_still_maps(tmp_path: Path) -> None:
    body = f"<p>　　{SENTENCE}</p><p>小标题</p><p>{SENTENCE}</p>"
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": body}), encoding="utf-8")
    (raw,) = read_all(file)
    assert isinstance(raw, RawArticle)
    assert (raw.media, raw.plain_source) == ("html", True)
    assert clean_article(raw).text == f"{SENTENCE}\n小标题\n{SENTENCE}"
    page = tmp_path / "b.txt"
    page.write_text(f"<!DOCTYPE html><html><body>{SENTENCE}</body></html>", encoding="utf-8")
    (raw,) = read_all(page)
    assert isinstance(raw, RawArticle)
    assert clean_article(raw).text == SENTENCE
    about = tmp_path / "c.txt"
    about.write_text(f"用 <br> 换行，用 </p> 结束段落。{SENTENCE}", encoding="utf-8")
    (raw,) = read_all(about)
    assert isinstance(raw, RawArticle)
    assert raw.media == "text"


def test_the_digest_of_a_line_changes_with_that_line_only(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "text": "甲甲"}\n{"id": "2", "text": "乙乙"}\n', encoding="utf-8")
    before = {each.key: each.digest for each in read_all(file) if isinstance(each, RawArticle)}
    file.write_text('{"id": "1", "text": "甲甲"}\n{"id": "2", "text": "丙丙"}\n', encoding="utf-8")
    now = {each.key: each.digest for each in read_all(file) if isinstance(each, RawArticle)}
    assert [before[key] == now[key] for key in sorted(before)] == [True, False]


def test_a_csv_with_a_column_of_texts_gives_an_article_a_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(f"标题,正文,发布日期\n甲,{SENTENCE},2025-01-02\n乙,,2025-01-03\n".encode("gb18030"))
    found = read_all(file)
    assert isinstance(found[0], RawArticle)
    assert isinstance(found[1], Failure)
    assert found[0].text == SENTENCE
    assert found[0].declared == {"title": "甲", "date": "2025-01-02"}


def test_json_may_be_one_article_a_list_or_an_object_that_holds_one(tmp_path: Path) -> None:
    for tree in ({"text": SENTENCE}, [{"text": SENTENCE}], {"total": 1, "items": [{"content": SENTENCE}]}):
        file = tmp_path / "a.json"
        file.write_text(json.dumps(tree), encoding="utf-8")
        (raw,) = read_all(file)
        assert isinstance(raw, RawArticle)
        assert raw.text == SENTENCE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("b.txt", b"  \r\n\n", "empty"),
        ("c.txt", b"\0" * 400, "empty"),
        ("d.txt", b"\0\1ab" * 400, "binary"),
        ("e.exe", b"MZ", "unsupported"),
        ("f.json", b"{", "bad_json"),
        ("g.json", b"[" * 100_000, "bad_json"),
        ("h.jsonl", b"", "empty"),
        ("i.html", b"<p>" * 400_000, "too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_failure_with_a_code(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    failure = read_failure(file)
    assert (failure.code, failure.path) == (code, str(file))


def test_missing_large_and_special_files_are_failures(tmp_path: Path) -> None:
    assert read_failure(tmp_path / "none.txt").code == "missing"
    assert read_failure(tmp_path).code in ("unsupported", "folder")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(2 * 2**30)
    assert read_failure(large).code == "too_large"
    lines = tmp_path / "large.jsonl"
    lines.write_bytes(b'{"text": "' + b"a" * 3000 + b'"}\n')
    assert read_failure(lines, ReadSettings(largest_file=2048)).code == "too_large"


def test_a_walk_is_sorted_reads_each_file_once_and_never_leaves_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "b").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text(SENTENCE, encoding="utf-8")
    for name in ("z.txt", "a.md", "b/c.html", "b/picture.bin", ".hidden.txt", "~$open.docx"):
        (inside / name).write_text(SENTENCE, encoding="utf-8")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "same.txt").symlink_to(inside / "z.txt")
    (inside / "folder").symlink_to(outside)
    found = list(find_inputs([inside, inside / "z.txt"], SETTINGS))
    assert [str(each.relative_to(inside)) for each in found] == ["a.md", "link.txt", "z.txt", "b/c.html"]
    assert read_failure(inside / "link.txt").code == "symlink"


@pytest.mark.parametrize("lost", ["云", "会议强调", "聚焦"])
@pytest.mark.parametrize("half", [0, 1])
def test_a_lost_byte_costs_one_character_where_the_bytes_prove_it(lost: str, half: int) -> None:
    line = "去年，全市签约亿元以上项目61个，签约额超400亿元，会议强调要聚焦主导产业开展产业链招商，推动项目早落地。"
    whole = f"云栖市召开全市招商引资工作会议\n{line}\n{line}".encode("gbk")
    at = whole.index(lost.encode("gbk")) + half
    decoded = decode(whole[:at] + whole[at + 1 :])
    assert decoded.text.endswith(line)
    assert "one byte on" in decoded.notes[0]
    assert sum(char not in whole.decode("gbk") for char in decoded.text) <= 2


def test_text_in_step_is_never_touched_and_rubble_costs_no_time() -> None:
    rare = "驫靐龘麤鱻厵灥" * 12
    assert decode(f"云栖市{rare}\n".encode("gb18030")).text == f"云栖市{rare}\n"
    noise = bytes(random.Random(1).randrange(0x80, 0xFF) for _ in range(100_000))
    begin = time.process_time()
    decode(noise)
    assert time.process_time() - begin < 4
