"""The product as its users have it: real weights, real Chroma, the sample corpus, the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

ROOT = Path(__file__).parent.parent
QUESTIONS = [json.loads(line) for line in (ROOT / "examples/questions.jsonl").read_text(encoding="utf-8").splitlines()]

Run = Callable[..., tuple[int, Any]]

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    shutil.copy(ROOT / "examples/places.toml", folder)
    assert main(["ingest", str(ROOT / "examples/articles"), "--data", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json; returns its exit status and the object that it printed."""

    def call(*arguments: str, batch: bool = False) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, "--data", str(data), *(() if batch else ("--json",))])
        out = capsys.readouterr().out
        return status, [json.loads(line) for line in out.splitlines()] if batch else json.loads(out)

    return call


def check_citations(answer: dict[str, Any], run: Run) -> None:
    """Assert what the contract promises of every citation and its context."""
    numbers = {citation["n"] for citation in answer["citations"]}
    used = {n for sentence in answer["sentences"] for n in sentence["citations"]}
    used |= {n for row in (answer["table"] or {}).get("rows", []) for cell in row for n in cell["citations"]}
    used |= {value["citation"] for conflict in answer["conflicts"] for value in conflict["values"]}
    assert used == numbers
    for citation in answer["citations"]:
        _, shown = run("show", citation["doc_id"], "--version", str(citation["version"]))
        for part in (citation, *citation["context"]):
            assert part["quote"] == shown["text"][part["start"] : part["end"]]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["qid"])
def test_every_citation_of_every_answer_opens_at_its_exact_words(question: dict[str, Any], run: Run) -> None:
    status, answer = run("ask", question["question"], "--model", "extractive", "--today", question["today"])
    assert status == 0
    check_citations(answer, run)
    for sentence in answer["sentences"]:
        assert sentence["citations"] or sentence["support"] == "none"
        assert sentence["support"] != "none" or not any(char.isdigit() for char in sentence["text"] if char.isascii())


def test_last_year_in_an_article_is_read_by_the_articles_own_date(run: Run) -> None:
    _, answer = run("ask", "武汉经开区2024年签约额是多少？", "--model", "extractive", "--today", "2025-08-01")
    (figure,) = [f for f in answer["figures"] if f["metric"] == "签约额"]
    assert (figure["canonical_value"], figure["canonical_unit"], figure["qualifier"]) == (210000000000, "CNY", "超过")
    assert figure["period"] == {"start": "2024-01-01", "end": "2024-12-31", "label": "2024年", "said": "去年"}
    citation = answer["citations"][figure["citation"] - 1]
    assert citation["date"] == "2025-03-02"


def test_last_year_in_a_question_is_read_by_today(run: Run) -> None:
    _, answer = run("ask", "武汉经开区去年签约额是多少？", "--model", "extractive", "--today", "2026-02-01")
    assert (answer["kind"], answer["refusal"]["reason"]) == ("refusal", "other_period")
    assert [f["period"]["label"] for f in answer["refusal"]["nearest"]["figures"]] == ["2024年"]


def test_a_place_that_no_article_speaks_of_gets_no_other_places_figure(run: Run) -> None:
    _, answer = run("ask", "子山市2024年引进了多少外资？", "--model", "extractive")
    assert answer["kind"] == "refusal"
    assert answer["figures"] == answer["citations"] == []


def test_a_follow_up_takes_over_what_it_leaves_out(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    turns = [{"role": "user", "content": "甲州市2024年签约额是多少？"}, {"role": "assistant", "content": "9999亿元。"}]
    history.write_text(json.dumps(turns, ensure_ascii=False), encoding="utf-8")
    _, answer = run("ask", "乙港市呢？", "--history", str(history), "--model", "extractive", "--today", "2025-08-01")
    assert "乙港市" in answer["standalone_question"]
    assert "9999" not in answer["standalone_question"]
    assert 98000000000 in [figure["canonical_value"] for figure in answer["figures"]]


def test_a_comparison_has_a_citation_in_every_filled_cell(run: Run) -> None:
    arguments = ["--subject", "甲州市", "--subject", "乙港市", "--aspect", "签约额", "--period", "2024年"]
    status, answer = run("compare", *arguments)
    assert (status, answer["kind"]) == (0, "table")
    check_citations(answer, run)
    cells = [cell for row in answer["table"]["rows"] for cell in row[1:]]
    assert cells
    assert all(cell["citations"] or cell["blank"] == "not_reported" for cell in cells)


def test_a_draft_is_judged_sentence_by_sentence(run: Run, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("2024年乙港市签约额980亿元。\n2024年乙港市签约额890亿元。", encoding="utf-8")
    _, report = run("check", str(draft), "--date", "2025-08-01")
    assert [sentence["verdict"] for sentence in report["sentences"]] == ["supported", "contradicted"]
    assert report["sentences"][1]["differs"][0]["kind"] == "digit"


def test_a_claim_is_judged_against_its_own_evidence_alone(run: Run, tmp_path: Path) -> None:
    lines = [
        {
            "id": "1",
            "claim": "全市签约项目30个。",
            "evidence": "去年，全市签约项目30个。",
            "date": "2025-01-05",
            "region": "甲州市",
        },
        {
            "id": "2",
            "claim": "全市签约项目31个。",
            "evidence": "去年，全市签约项目30个。",
            "date": "2025-01-05",
            "region": "甲州市",
        },
    ]
    batch = tmp_path / "claims.jsonl"
    batch.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    status, results = run("check", "--batch", str(batch), batch=True)
    assert (status, [result["id"] for result in results]) == (0, ["1", "2"])
    assert [result["verdict"] for result in results] == ["supported", "contradicted"]


def test_a_batch_answers_in_order_and_says_in_its_place_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    given = [{"id": "a", "title": "丑岛区", "date": "2025-01-05", "text": "2024年，丑岛区签约额66亿元。"}]
    lines = [
        json.dumps({"qid": "q1", "question": "丑岛区2024年签约额是多少？", "articles": given}, ensure_ascii=False),
        "no json",
        json.dumps({"qid": "q3", "question": "今天天气怎么样？"}, ensure_ascii=False),
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    status, results = run("ask", "--batch", str(batch), "--model", "extractive", batch=True)
    assert status == 1
    assert [result["qid"] for result in results] == ["q1", None, "q3"]
    assert results[0]["citations"][0]["source_id"] == "a"
    assert "66亿元" in results[0]["answer"]
    assert results[1]["error"]["code"]
    assert results[2]["refusal"]["reason"] == "out_of_scope"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "nowhere"], 2),
        (["ask"], 2),
        (["ask", "签约额？", "--model", "nobody"], 2),
        (["ask", "签约额？", "--today", "gestern"], 2),
        (["ask", "签约额？", "--period", "哪年"], 2),
        (["figures", "--period", "哪年"], 2),
        (["ingest", "/nowhere/at/all"], 2),
        (["search", "签约", "--from", "2025-13-01"], 2),
        (["nonsense"], 2),
    ],
)
def test_a_users_mistake_is_one_line_with_the_way_out(arguments: list[str], status: int, run: Run) -> None:
    found, body = run(*arguments)
    assert found == status
    assert body["error"]["message"]
    assert set(body["error"]) == {"code", "message", "hint"}


def test_a_search_counts_distinct_articles_and_names_witnesses(run: Run) -> None:
    _, found = run("search", "庚台新区二季度集中签约", "--top-k", "5")
    ids = [hit["doc_id"] for hit in found["hits"]]
    assert len(ids) == len(set(ids)) == 5
    assert any(
        duplicate.endswith("-转载.txt") or duplicate.endswith("集中签约.txt")
        for duplicate in found["hits"][0]["duplicates"]
    )


def test_filters_that_leave_nothing_are_relaxed_and_the_reader_is_told(run: Run) -> None:
    _, found = run("search", "庚台新区集中签约", "--region", "庚台新区", "--from", "2090-01-01")
    assert found["relaxed"] == ["dates"]
    assert all("庚台" in hit["title"] + hit["text"] for hit in found["hits"][:2])
    assert run("search", "庚台新区集中签约", "--region", "庚台新区")[1]["relaxed"] == []
    _, answer = run("ask", "庚台新区集中签约了多少项目？", "--model", "extractive", "--from", "2090-01-01")
    assert "发布日期" in answer["notices"][0]
    assert answer["citations"]


def test_status_and_doctor_find_the_library_healthy(run: Run) -> None:
    _, status = run("status")
    assert (status["healthy"], status["problems"]) == (True, [])
    assert status["articles"] == 27
    assert status["figures"] > 100
    assert run("doctor") == (0, {"problems": [], "repaired": False})


def test_figures_are_exported_as_csv_and_excel(data: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    csv, xlsx = tmp_path / "f.csv", tmp_path / "f.xlsx"
    assert main(["figures", "--metric", "签约额", "--csv", str(csv), "--xlsx", str(xlsx), "--data", str(data)]) == 0
    assert "1320.5" in csv.read_text(encoding="utf-8-sig")
    assert len(load_workbook(xlsx).sheetnames) == 2


def test_a_backup_restores_to_the_same_answers(
    data: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, copy = tmp_path / "library.tar", tmp_path / "copy"
    assert main(["backup", str(archive), "--data", str(data)]) == 0
    assert main(["restore", str(archive), "--data", str(copy)]) == 0
    assert main(["doctor", "--repair", "--data", str(copy)]) == 0
    capsys.readouterr()
    assert main(["search", "驻点招商", "--data", str(copy), "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert [hit["doc_id"] for hit in hits] == [hit["doc_id"] for hit in run("search", "驻点招商")[1]["hits"]]
