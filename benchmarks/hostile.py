"""What hostile and broken inputs give: one failure with a code each, in bounded time and memory.

    python benchmarks/hostile.py [--scratch FOLDER]

Each input is written to a folder of its own, read in a process of its own, and shown with what came out, the seconds
it took and the memory at its peak above that of a process that reads one good file.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

GOOD = "云栖市(虚构)去年签约亿元以上项目61个，签约额超400亿元，同比增长12%。\n" * 40
READ = """
import json, resource, sys, time
from pathlib import Path
from index.clean import clean_article
from index.config import ReadSettings
from index.read import find_inputs, read_file
from index.types import Failure
begin, articles, failed = time.perf_counter(), 0, []
settings = ReadSettings()
for path in find_inputs([Path(sys.argv[1])], settings):
    for found in read_file(path, settings):
        if isinstance(found, Failure):
            failed.append(found.code)
        else:
            clean_article(found)
            articles += 1
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"articles": articles, "failed": failed, "seconds": time.perf_counter() - begin, "peak": peak}))
"""


def zip_of(members: dict[str, bytes], level: int = 9) -> bytes:
    """Return a zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def write(name: str, data: bytes) -> Callable[[Path], None]:
    """Return what writes one file."""
    return lambda folder: (folder / name).write_bytes(data) and None


def write_huge(name: str) -> Callable[[Path], None]:
    """Return what makes a file of 2 GB that takes no room."""

    def make(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.truncate(2 * 2**30)

    return make


def write_link(folder: Path) -> None:
    """Make a link that leads out of the folder."""
    outside = folder.parent / f"{folder.name}-outside.txt"
    outside.write_text(GOOD, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)


def lock_zip(data: bytes) -> bytes:
    """Return an archive whose members say that they are encrypted."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def make_pdf(pages: int = 1, count: int | None = None, extra: str = "") -> bytes:
    """Return a PDF of Latin text that says it has `count` pages, without a table of its objects."""
    lines = "".join(f"1 0 0 1 72 {700 - 14 * n} Tm (Line {n} of the year 2025, 12.5 per cent) Tj " for n in range(20))
    stream = f"BT /F1 12 Tf {lines}ET"
    kids = " ".join(f"{10 + n} 0 R" for n in range(pages))
    page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {count or pages}>>"
        "endobj 3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj "
        + "".join(f"{10 + n} 0 obj<<{page}>>endobj " for n in range(pages))
        + f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj trailer<</Root 1 0 R{extra}>>\n%%EOF"
    ).encode()


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'00' * 32}>/P -4>>/ID[<00><00>]"
GROW = "import sys, time\nwith open(sys.argv[1], 'ab') as file:\n    for _ in range(4000):\n"
GROW += "        file.write(b'x' * 4096); file.flush(); time.sleep(0.001)\n"


def write_growing(folder: Path) -> None:
    """Start a process that goes on writing to a file of 15 MB for some seconds."""
    (folder / "a.txt").write_bytes(GOOD.encode() * 4_000)
    subprocess.Popen([sys.executable, "-c", GROW, str(folder / "a.txt")])


INPUTS: dict[str, Callable[[Path], None]] = {
    "a good file": write("a.txt", GOOD.encode()),
    "an empty file": write("a.txt", b""),
    "white space only": write("a.txt", b" \r\n\t" * 999),
    "NUL bytes only": write("a.txt", b"\0" * 5000),
    "NUL bytes in a text": write("a.txt", GOOD.encode().replace(b"\n", b"\0\n")),
    "a program called .txt": write("a.txt", b"\x7fELF\0\0\1\2\3" * 3000),
    "a text of 2 GB": write_huge("a.txt"),
    "a .jsonl of one line of 2 GB": write_huge("a.jsonl"),
    "a line that is no JSON": write("a.jsonl", b'{"text": "\n'),
    "JSON 100,000 deep": write("a.json", b"[" * 100_000),
    "10,000 nested tags": write("a.html", b"<div>" * 10_000 + GOOD.encode()),
    "290,000 tags never closed": write("a.html", b"<p><b>" * 145_000 + GOOD.encode()),
    "a page of ten million tags": write("a.html", b"<p>x</p>" * 5_000_000),
    "a quote never closed, 40,000 times": write("a.html", b'<a title="' * 40_000 + GOOD.encode()),
    "text that invites backtracking": write("a.txt", ("分享 " * 40_000 + "(" * 40_000 + "?bào)" * 40_000).encode()),
    "two million spaces in a line": write("a.txt", b" " * 2_000_000 + b"x"),
    "a PDF cut off": write("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
    "a PDF cut in the middle": write("a.pdf", make_pdf(9)[:900]),
    "a PDF that says it has a million pages": write("a.pdf", make_pdf(2, 1_000_000)),
    "a PDF whose pages are each other's": write("a.pdf", make_pdf(2).replace(b"/Kids[10 0 R", b"/Kids[2 0 R")),
    "a PDF page a mile wide without text": write(
        "a.pdf", make_pdf().replace(b"595 842", b"999999 999999").replace(b"Tj", b"Tk") + b" " * 64
    ),
    "an encrypted PDF": write("a.pdf", make_pdf(extra=LOCK)),
    "a PDF that is a picture's bytes": write("a.pdf", b"\x89PNG\r\n\x1a\n" * 100),
    "an encrypted Word file": write("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
    "a Word file that is no archive": write("a.docx", GOOD.encode()),
    "a workbook without sheets": write("a.xlsx", zip_of({"x.txt": b"x"})),
    "a file of the format before 2007": write("a.doc", b"\xd0\xcf\x11\xe0"),
    "a zip bomb (1 GB in 1 MB)": write("a.zip", zip_of({f"{n}.txt": b"0" * 2**26 for n in range(16)})),
    "a bomb called .docx": write("a.docx", zip_of({"word/document.xml": b" " * 2**27})),
    "an archive inside an archive": write("a.zip", zip_of({"b.zip": zip_of({"a.txt": GOOD.encode()})})),
    "names that climb out of an archive": write("a.zip", zip_of({"../a.txt": b"x", "/etc/a.txt": b"x"})),
    "an encrypted archive": write("a.zip", lock_zip(zip_of({"a.txt": GOOD.encode()}))),
    "an archive cut off": write("a.zip", zip_of({"a.txt": GOOD.encode()})[:-30]),
    "a link out of the folder": write_link,
    "a file that is being written": write_growing,
}


def read_folder(folder: Path) -> dict[str, float | list[str]]:
    """Read a folder in a process of its own, with 3 GB of memory and two minutes at most."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))

    command = [sys.executable, "-c", READ, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=limit, check=False)
    if done.returncode:
        return {"articles": 0, "failed": [f"CRASHED: {done.stderr.strip()[-80:]}"], "seconds": 0.0, "peak": 0}
    found: dict[str, float | list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--scratch", type=Path, default=None)
    options = parser.parse_args()
    print("| input | articles | failed with | seconds | MB above a good file |\n|---|---|---|---|---|")
    base = None
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        for number, (name, make) in enumerate(INPUTS.items()):
            folder = Path(scratch, str(number))
            folder.mkdir()
            make(folder)
            found = read_folder(folder)
            assert isinstance(found["peak"], int)
            base = found["peak"] if base is None else base
            failed = ", ".join(found["failed"]) if isinstance(found["failed"], list) else ""
            print(
                f"| {name} | {found['articles']} | {failed} | {found['seconds']:.2f} | {max(0, found['peak'] - base)} |"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
