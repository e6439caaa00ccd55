"""The commands that ask: search, ask, compare, check, figures, evaluate, export, and the page."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from assistant.commands.arguments import (
    Options,
    need,
    read_date,
    read_filters,
    read_history,
    read_question,
    read_turns,
    run_batch,
)
from assistant.commands.output import await_answer, open_assistant, open_library, print_answer, print_json
from assistant.config import Settings
from assistant.replies import say_relaxed
from assistant.report import report_answer, report_hit, report_record
from index.errors import UsageError
from index.periods import demand_period
from index.types import Filters


def run_search(options: Options, settings: Settings) -> int:
    """Print the passages that a question finds."""
    library = open_library(settings)
    filters = read_filters(options)

    def answer(line: dict[str, Any]) -> dict[str, Any]:
        import time

        started = time.perf_counter()
        limits, relaxed = library.relax_filters(filters)
        hits = library.search(read_question(line), options.top_k, limits)
        seconds = time.perf_counter() - started
        return {
            "qid": line.get("qid"),
            "question": line["question"],
            "hits": [report_hit(hit, library.article(hit.doc_id, hit.version)) for hit in hits],
            "relaxed": list(relaxed),
            "seconds": round(seconds, 4),
        }

    if options.batch:
        return run_batch(Path(options.batch), answer)
    result = answer({"question": need(options.question, "QUESTION")})
    if options.json:
        print_json(result)
    else:
        if result["relaxed"]:
            print(say_relaxed(result["relaxed"], "zh"), file=sys.stderr)
        for hit in result["hits"]:
            print(
                f"{hit['score']:.3f} {hit['date'] or '未明'} {hit['title']} [{hit['doc_id']}]\n    {hit['text'][:120]}"
            )
    return 0


def run_ask(options: Options, settings: Settings) -> int:
    """Answer one question, or each line of a batch."""
    assistant = open_assistant(settings)
    filters, model = read_filters(options), options.model
    today = read_date(options.today, "--today")
    period = options.period

    def ask(line: dict[str, Any]) -> dict[str, Any]:
        day = read_date(line.get("today"), "today") or today
        narrowed = filters
        if line.get("doc"):
            narrowed = Filters(filters.regions, filters.date_from, filters.date_to, tuple(line["doc"]))
        asked = assistant
        if line.get("articles") is not None:
            asked = assistant.over_articles(line["articles"])
        events = asked.ask(
            read_question(line),
            read_turns(line.get("history") or []),
            model=model,
            today=day,
            filters=narrowed,
            period=period,
        )
        return report_answer(await_answer(events), line.get("qid"))

    if options.batch:
        return run_batch(Path(options.batch), ask)
    question = need(options.question, "QUESTION")
    history = read_history(options.history)
    events = assistant.ask(question, history, model=model, today=today, filters=filters, period=period)
    answer = await_answer(events)
    print_answer(answer, as_json=options.json)
    return 0


def run_compare(options: Options, settings: Settings) -> int:
    """Print a table of subjects by aspects."""
    if len(options.subject) < 2:
        raise UsageError("compare needs two subjects or more", "--subject 武汉经开区 --subject 随州")
    events = open_assistant(settings).compare(
        options.subject,
        options.aspect,
        period=options.period,
        today=read_date(options.today, "--today"),
    )
    print_answer(await_answer(events), as_json=options.json)
    return 0


def run_check(options: Options, settings: Settings) -> int:
    """Check a draft sentence by sentence."""
    from assistant.check import check_file, report_check
    from assistant.drafts import judge_line

    library = open_library(settings)
    if options.batch:
        return run_batch(Path(options.batch), lambda line: judge_line(line, library), key="id")
    report = check_file(need(options.draft, "DRAFT"), library, read_date(options.date, "--date"))
    body = report_check(report, library.article)
    if options.json:
        print_json(body)
    else:
        for sentence in body["sentences"]:
            differs = "；".join(f"{d['said']} ≠ {d['source']}" for d in sentence["differs"])
            print(f"[{sentence['verdict']}] {sentence['text']} {differs}")
    return 0


def run_figures(options: Options, settings: Settings) -> int:
    """List figure records, or write them as CSV or Excel."""
    library = open_library(settings)
    when = None if options.period is None else demand_period(options.period, dt.date.today())
    found = library.figures(options.subject, options.metric, when, options.status, options.doc)
    rows = [report_record(figure, library.article(figure.doc_id, figure.version)) for figure in found]
    if options.csv or options.xlsx:
        from assistant.export.sheets import write_figure_csv, write_figure_sheet

        pairs = [(figure, row["title"]) for figure, row in zip(found, rows, strict=True)]
        if options.csv:
            Path(options.csv).write_bytes(write_figure_csv(pairs, settings.page.language))
        if options.xlsx:
            words = [row["sentence"] for row in rows]
            Path(options.xlsx).write_bytes(write_figure_sheet(pairs, words, settings.page.language))
    if options.json:
        print_json({"figures": rows})
    elif not (options.csv or options.xlsx):
        for row in rows:
            period = row["period"]["label"] if row["period"] else "时间未明"
            print(f"{row['subject'] or '—'} {row['metric']} {row['quote']} {period} {row['status']} [{row['doc_id']}]")
    return 0


def run_evaluate(options: Options, settings: Settings) -> int:
    """Answer a question file and score the answers."""
    from assistant.evaluate import compare_results, evaluate_file, print_scores

    results = Path(options.results) if options.results else None
    scores = evaluate_file(
        Path(options.questions),
        open_assistant(settings),
        model=options.model,
        sample=options.sample,
        results=results,
        minutes=options.minutes,
    )
    if options.against:
        scores["compared"] = compare_results(
            Path(options.questions), Path(options.against), Path(str(scores["results"]))
        )
    print(f"answers: {scores['results']}\nreport: {scores['report']}", file=sys.stderr)
    print_json(scores) if options.json else print_scores(scores, print)
    return 0


def run_export(options: Options, settings: Settings) -> int:
    """List conversations, or write one or all judgements to a file."""
    from assistant.conversations import Conversations
    from assistant.export.kept import export_conversation, export_judged

    kept = Conversations(Path(settings.data))
    if options.to is None:
        listed = [
            {"id": c.id, "title": c.title, "changed": c.changed.isoformat(), "turns": c.turns} for c in kept.search()
        ]
        if options.json:
            print_json({"conversations": listed})
        else:
            print("\n".join(f"{c['id']}  {c['title']}（{c['turns']}）" for c in listed) or "没有对话")
        return 0
    target = Path(options.to)
    form = target.suffix.removeprefix(".").lower()
    if options.conversation is None:
        if form != "jsonl":
            raise UsageError(
                "CONVERSATION is missing", "`yinzheng export` lists them; --to FILE.jsonl writes judgements"
            )
        exported = export_judged(kept)
    else:
        exported = export_conversation(kept, options.conversation, form, options.lang)
    target.write_bytes(exported.content)
    print_json({"path": str(target)}) if options.json else print(target)
    return 0


def run_ui(options: Options, settings: Settings) -> int:
    """Serve the page until it is stopped."""
    from assistant.live import serve_page

    serve_page(settings, host=options.host, port=options.port, examples=options.examples and Path(options.examples))
    return 0
