"""Break files of every format at random, and see that readers and cleaner neither fail, hang, nor lose a place.

    python benchmarks/fuzz.py [--seconds 600] [--seed 1] [--keep FOLDER] [--atheris]

Files made up here, one of each format, are mutated (bytes changed, put in, taken out, repeated) and read, cleaned and
described. Counted as a fault: an exception, more than `SLOW` seconds, an offset whose words differ between clean text
and source, or a span beyond the text. With `--atheris` (`pip install atheris`, not a dependency) the mutations are led
by the branches that they reach; without it they are random. Exit 1 where there was a fault; `--keep` writes its input.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from index.clean import clean_article
from index.config import ReadSettings
from index.describe import describe_article
from index.read import read_bytes
from index.types import Failure, RawArticle

SLOW = 5.0
PROSE = (
    "望海区（虚构）去年签约亿元以上项目61个，签约额超400亿元，同比增长12.5%，其中产业項目(xiàng)目占比36%。"
    "会议强调，要聚焦主导产业，开展产业链招商，推动项目早签约、早落地、早开工、早投产，确保全年目标任务完成。"
)
PAGE = (
    "<html><head><meta charset='utf-8'><title>望海区签约61个项目_要闻_云栖网</title></head><body><ul><li>"
    "<a href='/'>首页</a>"
    "</ul><h1>望海区签约61个项目</h1><p>2025-03-02 18:29 来源：云栖日报</p>"
    f"<div class='c'><p>{PROSE}</p><table><tr><th>区"
    f"<th>签约额</tr><tr><td>望海<td>400</tr></table><p>{PROSE}</p></div>"
    "<h3>相关阅读</h3><p><a href='1'>临江签约900亿元</a>"
)
TEXT = (
    f'当前位置:首页 > 要闻\n望海区签约61个项目\n发布于:2025-3-2 18:29 有118人参与\n{PROSE} 0 l" F$ p, a1 X5 S\n'
    f"{PROSE}\n(责任编辑:张三)"
)
MARKDOWN = (
    f"---\ntitle: 望海区\ndate: 2025-03-02\n---\n# 望海区\n\n{PROSE}\n\n单位：亿元\n\n"
    "| 区 | 额 |\n|---|---|\n| 望海 | 400 |\n"
)
MHTML = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
PIECES = (
    b"<", b">", b'"', b"'", b"&", b"\0", b"\xff", b"</td>", b"<!--", b"<script>", b"(", b")", "?bào)".encode(), b"\n",
    b"|", b"**", "…".encode(), b"<table><tr><td rowspan=9 colspan=9>", b"\r", "\u3000".encode(), b"{", b"]", b"9" * 30,
    "第三条 ".encode(), "相关阅读\n".encode(), b"\t", b"---\n", "\ufffd".encode(),
)  # fmt: skip


def make_files() -> dict[str, bytes]:
    """Return one file of each format."""
    files = {
        "a.txt": TEXT.encode(),
        "gbk.txt": TEXT.encode("gb18030"),
        "a.md": MARKDOWN.encode(),
        "a.html": PAGE.encode(),
        "big5.html": PAGE.encode("big5hkscs", errors="xmlcharrefreplace"),
        "wide.html": PAGE.encode("utf-16"),
        "a.mhtml": (MHTML + PAGE).encode(),
        "a.csv": "区,签约额\n望海,400\n临江,300\n".encode(),
        "a.json": '[{"id": "1", "title": "望海", "text": "签约61个"}]'.encode(),
        "a.jsonl": '{"id": "1", "text": "签约61个"}\n{"id": "2", "html": "<p>签约"}\n'.encode(),
    }
    files |= dict(_make_office())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("甲.txt", TEXT)
        zipped.writestr("b.html", PAGE)
    return files | {"a.zip": archive.getvalue(), "a.pdf": _make_pdf()}


def _make_office() -> list[tuple[str, bytes]]:
    import docx
    import openpyxl
    import pptx

    word, book, slides = docx.Document(), openpyxl.Workbook(), pptx.Presentation()
    word.add_heading("一、目标", 1)
    word.add_paragraph(PROSE)
    word.add_table(2, 2).cell(1, 1).text = "400"
    sheet = book.active
    assert sheet is not None
    for row in (("单位：亿元", None), ("区", "签约额"), ("望海", 400)):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    page = slides.slides.add_slide(slides.slide_layouts[1])
    page.shapes.title.text = "望海区"
    made = []
    for name, document in (("a.docx", word), ("a.xlsx", book), ("a.pptx", slides)):
        out = io.BytesIO()
        document.save(out)
        made.append((name, out.getvalue()))
    return made


def _make_pdf() -> bytes:
    """Return a page of Latin text; the engine finds the objects without a table of them."""
    lines = "".join(f"1 0 0 1 72 {700 - 14 * n} Tm (Line {n} of the year 2025, 12.5 per cent) Tj " for n in range(20))
    stream = f"BT /F1 12 Tf {lines}ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
        f"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream "
        "endobj trailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with one to thirty random changes."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 30))):
        at, kind = chance.randrange(len(made) + 1), chance.random()
        if kind < 0.3 and made:
            made[min(at, len(made) - 1)] = chance.randrange(256)
        elif kind < 0.6:
            made[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 50))
        elif kind < 0.8:
            del made[at : at + chance.choice((1, 3, 50, 2000))]
        else:
            start = chance.randrange(len(made) + 1)
            made[at:at] = made[start : start + chance.choice((3, 40, 3000))]
    return bytes(made)


def try_input(name: str, data: bytes, codes: Counter[str]) -> None:
    """Read, clean and describe; raises for whatever counts as a fault."""
    begin = time.process_time()
    for found in read_bytes(data, name, ReadSettings()):
        if isinstance(found, Failure):
            codes[f"{Path(name).suffix} {found.code}"] += 1
        else:
            check_article(found)
    if (taken := time.process_time() - begin) > SLOW:
        raise AssertionError(f"{taken:.1f} s")


def check_article(raw: RawArticle) -> None:
    """Raise where the clean text does not map back to its source."""
    clean = clean_article(raw)
    clean.text.encode()
    for run in clean.offsets:
        assert clean.text[run.clean : run.clean + run.length] == raw.text[run.source : run.source + run.length]
    spans = [section.span for section in clean.sections] + [origin.span for origin in clean.origins]
    spans += [each.span for section in clean.sections for each in section.context]
    assert all(0 <= span.start <= span.end <= len(clean.text) for span in spans)
    describe_article(raw, clean)


def fuzz_randomly(seconds: float, seed: int, keep: Path | None) -> int:
    """Try random mutations for so long; print what came out and return the number of faults."""
    files, chance = sorted(make_files().items()), random.Random(seed)
    codes: Counter[str] = Counter()
    tried = faults = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name, data = chance.choice(files)
        data = mutate(data, chance)
        tried += 1
        try:
            try_input(name, data, codes)
        except Exception:
            faults += 1
            traceback.print_exc()
            if keep:
                (keep / f"{tried}-{name}").write_bytes(data)
    print(f"{tried} inputs, {faults} faults; failures by code: {dict(codes.most_common())}")
    return faults


def fuzz_with_atheris(seconds: float, seed: int) -> None:
    """Let libFuzzer lead the mutations; it ends the process, with its own status."""
    import atheris

    files = sorted(make_files().items())
    codes: Counter[str] = Counter()
    for module in [name for name in sys.modules if name.startswith(("index.read", "index.clean", "index.describe"))]:
        for value in vars(sys.modules[module]).values():
            if callable(value) and getattr(value, "__module__", None) == module and hasattr(value, "__code__"):
                atheris.instrument_func(value)

    def try_one(data: bytes) -> None:
        if data:
            name = files[data[0] % len(files)][0]
            try_input(name, data[1:], codes)

    with tempfile.TemporaryDirectory() as folder:
        for number, (_, data) in enumerate(files):
            Path(folder, str(number)).write_bytes(bytes((number,)) + data)
        limits = [f"-max_total_time={int(seconds)}", f"-seed={seed}", "-max_len=60000", "-len_control=0"]
        atheris.Setup([sys.argv[0], *limits, "-verbosity=0", "-print_final_stats=1", folder], try_one)
        atheris.Fuzz()


def main() -> int:
    """Run, and return 1 where there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--atheris", action="store_true")
    options = parser.parse_args()
    if options.atheris:
        fuzz_with_atheris(options.seconds, options.seed)
        return 0
    return int(fuzz_randomly(options.seconds, options.seed, options.keep) > 0)


if __name__ == "__main__":
    raise SystemExit(main())
