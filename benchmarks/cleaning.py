"""How much of an article the cleaner keeps, and how much of what surrounds it: against the extractors people use.

    python benchmarks/cleaning.py [--data ../shared/data/dev] [--pages FOLDER] [--articles 60] [--gne FOLDER]

Four parts, each with its baselines in the same run:
1. Saved pages of Chinese news sites (`--pages`, default `DATA/pages`), with strings that must stay or go, title, day,
   publisher.
2. Known articles wrapped into boilerplate, markup and encodings made up here; precision and recall in characters.
3. Known articles in the templates of `cleaning_parts/templates`, counted like part 1, for each template too.
4. Articles that are clean already (`*/corpus.jsonl`): the share of characters that the cleaner takes out.
gne is under the GPL and no dependency: `pip install --target FOLDER gne` and name the folder.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaning_parts.page_templates import Template, fill, load_templates, surroundings

from index.clean import clean_article
from index.config import ReadSettings
from index.describe import describe_article
from index.read import decode, read_file
from index.types import RawArticle

# Corpora of part 4: clean text, so nothing may go.
CLEAN = ("crud_news", "policy_covid", "cmrc2018", "drcd_trad", "policy_docs", "policy_news_xwlb", "xinhua_claims")
WRAPPED = ("crud_news", "policy_covid")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\ufeff]")


@dataclass(slots=True)
class Found:
    """What an extractor makes of a page; None where it has no such field."""

    text: str
    title: str | None = None
    date: str | None = None
    publisher: str | None = None


Extractor = Callable[[str], Found]


def extract_ours(page: str) -> Found:
    """Return what the product makes of a page."""
    raw = RawArticle("page", "page", None, "", page, "html")
    clean = clean_article(raw)
    about = describe_article(raw, clean)
    return Found(clean.text, about.title, str(about.date or ""), about.publisher or "")


def load_baselines(gne: Path | None) -> dict[str, Extractor]:
    """Return the extractors that are installed."""
    import lxml.html
    import readability
    import trafilatura

    def with_trafilatura(page: str) -> Found:
        made = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
        fields = made.as_dict() if made is not None and not isinstance(made, dict) else (made or {})
        return Found(
            fields.get("text") or "", fields.get("title") or "", fields.get("date") or "", fields.get("sitename") or ""
        )

    def with_readability(page: str) -> Found:
        document = readability.Document(page)
        return Found(_text_of(lxml.html.fromstring(document.summary())), document.short_title())

    def with_plain_text(page: str) -> Found:
        tree = lxml.html.fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        return Found(_text_of(tree), tree.findtext(".//title") or "")

    found: dict[str, Extractor] = {
        "trafilatura": with_trafilatura, "readability-lxml": with_readability, "all page text": with_plain_text,
    }  # fmt: skip
    if gne is not None:
        sys.path.insert(0, str(gne))
        from gne import GeneralNewsExtractor  # type: ignore[import-not-found]

        def with_gne(page: str) -> Found:
            made = GeneralNewsExtractor().extract(page)
            return Found(made["content"], made["title"], made["publish_time"])

        found["gne (these are its test pages)"] = with_gne
    return found


def _text_of(tree: Any) -> str:
    for element in tree.xpath("//script|//style"):
        element.drop_tree()
    return "\n".join(text for text in tree.itertext() if text.strip())


@dataclass(slots=True)
class Score:
    """Counts of part 1, pooled over all pages."""

    kept: int = 0
    keep: int = 0
    gone: int = 0
    go: int = 0
    titles: int = 0
    dates: int = 0
    publishers: int = 0
    pages: int = 0
    failed: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, gold: dict[str, Any], found: Found, seconds: float) -> None:
        """Count one page."""
        text = bare(found.text)
        missing = [words for words in gold["must_keep"] if bare(words) not in text]
        stayed = [words for words in gold["must_remove"] if bare(words) in text]
        self.keep += len(gold["must_keep"])
        self.kept += len(gold["must_keep"]) - len(missing)
        self.go += len(gold["must_remove"])
        self.gone += len(gold["must_remove"]) - len(stayed)
        right = {
            "title": same_title(found.title, gold["title"]),
            "date": (found.date or "")[:10] == (gold["date"] or ""),
            "publisher": bare(found.publisher or "") == bare(gold["publisher"] or ""),
        }
        self.titles += right["title"]
        self.dates += right["date"]
        self.publishers += right["publisher"]
        self.pages += 1
        self.seconds += seconds
        self.wrong += [f"{gold['file']}: lost {words}" for words in missing]
        self.wrong += [f"{gold['file']}: kept {words}" for words in stayed]
        self.wrong += [f"{gold['file']}: {k} {getattr(found, k)}" for k, fine in right.items() if not fine]

    def row(self, name: str) -> str:
        """Return a line of the table."""
        pages = max(self.pages, 1)
        shares = (self.kept / self.keep, self.gone / self.go, self.titles / pages, self.dates / pages)
        cells = " | ".join(f"{share:.3f}" for share in (*shares, self.publishers / pages))
        return f"| {name} | {cells} | {self.failed} | {1000 * self.seconds / pages:.0f} |"


def bare(text: str) -> str:
    """Return `text` without white space and zero-width characters."""
    return INVISIBLE.sub("", text)


def same_title(found: str | None, gold: str) -> bool:
    """Say whether two titles are the same but for width, quotes, case and white space."""
    quotes = str.maketrans("“”‘’", "\"\"''")
    forms = [bare(unicodedata.normalize("NFKC", text or "")).translate(quotes).lower() for text in (found, gold)]
    return forms[0] == forms[1]


def measure_pages(folder: Path, extractors: dict[str, Extractor], verbose: bool) -> None:
    """Print part 1."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    print(f"\n1. Saved pages: {len(gold)}\n")
    print("| | must stay | must go | title | day | publisher | failed | ms/page |\n|---|---|---|---|---|---|---|---|")
    for name, extract in extractors.items():
        score = Score()
        for page in gold:
            source = decode((folder / "pages" / page["file"]).read_bytes()).text
            begin = time.process_time()
            found = attempt(extract, source, score)
            score.add(page, found, time.process_time() - begin)
        print(score.row(name), flush=True)
        if verbose and name == "yinzheng":
            print("\n".join(score.wrong), file=sys.stderr)


def attempt(extract: Extractor, source: str, score: Score) -> Found:
    """Return what an extractor finds; a page on which it fails counts as found empty."""
    try:
        return extract(source)
    except Exception:
        score.failed += 1
        return Found("")


MENU = ("首页", "要闻", "财经", "专题报道", "视频", "图片", "地方频道", "评论", "客户端", "登录", "注册")
OTHERS = ("望海区签约项目总额突破900亿元", "临江经开区一季度外资增长37%", "云栖新区举行集中开工活动", "青川河大桥通车")
FOOT = ("版权所有 云栖新闻网 未经授权不得转载", "云ICP备12345678号-1", "违法和不良信息举报电话：000-0000000")
SHARE = ("分享到：", "微信", "微博", "QQ空间")


def link(words: str) -> str:
    """Return a link."""
    return f'<a href="/x/{len(words)}.html">{words}</a>'


def wrap_blocks(title: str, lines: list[str]) -> str:
    """Return a page of named blocks, as content systems write it."""
    body = "".join(f"<p>　　{line}</p>" for line in lines)
    others = "".join(f"<li>{link(words)}<span>03-01</span></li>" for words in OTHERS)
    return (
        f"<!DOCTYPE html><html><head><title>{title}_要闻_云栖新闻网</title></head><body><ul class='menu'>"
        + "".join(f"<li>{link(words)}</li>" for words in MENU)
        + f"</ul><div class='main'><h1>{title}</h1><div class='info'><span>2025-03-02 18:29</span> 来源：云栖日报 "
        f"阅读：1182</div><div class='text'>{body}</div><div class='editor'>（责任编辑：张三）</div><div class='share'>"
        + " ".join(SHARE)
        + f"</div></div><div class='right'><h3>热点排行</h3><ul>{others}</ul></div><div class='bottom'>"
        + "<br>".join(FOOT)
        + "</div></body></html>"
    )


def wrap_tables(title: str, lines: list[str]) -> str:
    """Return a page of nested tables without names, lines broken by <br>, tags in capitals and never closed."""
    body = "<BR><BR>".join(f"&nbsp;&nbsp;{line}" for line in lines)
    menu = " | ".join(link(words) for words in MENU)
    others = "<BR>".join(f"·{link(words)}" for words in OTHERS)
    return (
        f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY><TABLE><TR><TD>{menu}<TR><TD>当前位置：首页 &gt; 要闻"
        f"<TR><TD><TABLE><TR><TD align=center><FONT size=5><B>{title}</B></FONT>"
        f"<TR><TD>发布时间：2025年3月2日　点击数：77"
        f"<TR><TD>{body}<TR><TD>上一篇：{link(OTHERS[0])}<BR>下一篇：{link(OTHERS[1])}</TABLE><TR><TD>相关文章<BR>{others}"
        f"<TR><TD>{'<BR>'.join(FOOT)}</TABLE></BODY></HTML>"
    )


def wrap_forum(title: str, lines: list[str]) -> str:
    """Return a forum's page: `</html>` before the post, replies after it, adverts with telephones."""
    body = "".join(f"<div>{line}</div>" for line in lines)
    replies = "".join(
        f"<div class='reply'><b>用户{n}</b><p>说得好，支持一下，希望早日落地。</p></div>" for n in range(6)
    )
    return (
        f"<html><head><title>{title} - 云栖论坛</title></head><body><div class='top'>{' '.join(map(link, MENU))}</div>"
        f"</html><h2 class='thread-title'>{title}</h2><p class='authi'>发表于 2025-3-2 18:29 | 只看该作者</p>"
        f"<div class='message'>{body}</div><p>厂房租售热线：400 000 0000 微信同号</p><div id='comments'>{replies}</div>"
        f"<div class='foot'>{'<p>'.join(FOOT)}</div>"
    )


def wrap_text(title: str, lines: list[str]) -> str:
    """Return a page saved as text, with the noise that forums put behind lines."""
    noise = random.Random(len(title) + len(lines))

    def jam() -> str:
        return "".join(
            f"{chr(noise.randint(33, 59))} {chr(noise.randint(63, 126))}" for _ in range(noise.randint(5, 9))
        )

    body = "\n".join(f"　　{line} {jam()}" for line in lines)
    return (
        f"当前位置:首页 > 要闻 > 正文\n{title}\n发布于:2025-3-2 18:29 有118人参与\n{body}\n(责任编辑:张三)\n"
        "版权声明:本文由网络收集,如有侵权请联系我们删除\n分享给朋友:\n相关文章\n" + "\n\n".join(OTHERS)
    )


WRAPPERS: dict[str, tuple[Callable[[str, list[str]], str], str, str]] = {
    "blocks, utf-8": (wrap_blocks, "utf-8", ".html"),
    "tables, gb18030": (wrap_tables, "gb18030", ".html"),
    "forum, utf-16": (wrap_forum, "utf-16", ".html"),
    "text, gb18030": (wrap_text, "gb18030", ".txt"),
}


def measure_wrapped(data: Path, count: int, scratch: Path, baselines: dict[str, Extractor]) -> None:
    """Print part 2: the share of the article's characters that is found, and of what is found that is the article's."""
    articles = list(pick_articles(data, count))
    print(f"\n2. Known articles in other boilerplate: {len(articles)} each\n")
    print("| wrapped as | by | recall | precision |\n|---|---|---|---|")
    for name, (wrap, encoding, suffix) in WRAPPERS.items():
        counts: dict[str, list[int]] = {}
        for title, lines in articles:
            shown = [html.escape(line) for line in lines] if suffix == ".html" else lines
            data_of_page = wrap(title, shown).encode(encoding, errors="xmlcharrefreplace")
            file = scratch / f"page{suffix}"
            file.write_bytes(data_of_page)
            raw = next(iter(read_file(file, ReadSettings())))
            if not isinstance(raw, RawArticle):
                raise SystemExit(f"{name}: {raw}")
            texts = {"yinzheng": clean_article(raw).text}
            if suffix == ".html":
                page = data_of_page.decode(encoding)
                texts |= {each: attempt(extract, page, Score()).text for each, extract in baselines.items()}
            for each, text in texts.items():
                found = count_characters(text, title, lines)
                counts[each] = [a + b for a, b in zip(counts.get(each, [0, 0, 0]), found, strict=True)]
        for each, (right, wanted, given) in counts.items():
            print(f"| {name} | {each} | {right / wanted:.4f} | {right / max(given, 1):.4f} |", flush=True)


def count_characters(text: str, title: str, lines: list[str]) -> tuple[int, int, int]:
    """Return the characters found of the article, those of the article, and those found; title and day are neutral."""
    found, body = bare(text), [bare(line) for line in lines]
    right = sum(len(line) for line in body if line in found)
    neutral = re.sub(
        r"(?:发布于:|发布时间：|发表于)?2025[-年]0?3[-月]0?2日?(?:18:29)?",
        "",
        found.replace(bare(title), "", 1),
        count=1,
    )
    return right, sum(map(len, body)), max(len(neutral), right)


def pick_articles(data: Path, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield title and lines of articles; where one has no title, its first sentence makes one."""
    for name in WRAPPED:
        chosen = read_corpus(data / name / "corpus.jsonl")
        for record in random.Random(7).sample(chosen, min(count // len(WRAPPED), len(chosen))):
            lines = [line.strip() for line in record["text"].split("\n") if line.strip()]
            lines = [part for line in lines for part in re.findall(r"(?:[^。]*。){1,3}|[^。]+$", line) if part.strip()]
            yield record["title"] or re.split(r"[。，]", lines[0])[0][:30], [line.strip() for line in lines]


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """Return the records of a corpus."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure_templates(data: Path, count: int, extractors: dict[str, Extractor], verbose: bool) -> None:
    """Print part 3: each extractor over all templates, then ours by template."""
    articles = list(pick_articles(data, count))
    templates = load_templates()
    print(f"\n3. {len(templates)} templates, {len(articles)} articles each\n")
    print("| | must stay | must go | title | day | publisher | failed | ms/page |\n|---|---|---|---|---|---|---|---|")
    ours: dict[str, Score] = {}
    for name, extract in extractors.items():
        whole = Score()
        for template in templates:
            score = ours.setdefault(template.name, Score()) if name == "yinzheng" else Score()
            for title, lines in articles:
                measure_template(template, title, lines, extract, (whole, score))
        print(whole.row(name), flush=True)
    for name, score in ours.items():
        print(score.row(f"- {name}"))
        if verbose:
            print("\n".join(sorted(set(score.wrong))), file=sys.stderr)


def measure_template(
    template: Template, title: str, lines: list[str], extract: Extractor, scores: tuple[Score, ...]
) -> None:
    """Count one article in one template."""
    page = fill(template, html.escape(title), [html.escape(line) for line in lines])
    source = decode(page.encode(template.encoding, errors="xmlcharrefreplace")).text
    gold = {
        "file": template.name,
        "title": title,
        "date": template.date,
        "publisher": template.publisher,
        "must_keep": lines,
        "must_remove": [words for words in surroundings(template) if not any(words in line for line in lines)],
    }
    begin = time.process_time()
    found = attempt(extract, source, scores[0])
    seconds = time.process_time() - begin
    if template.publisher is None and found.publisher and found.publisher in "".join(lines):
        gold["publisher"] = found.publisher
    for score in scores:
        score.add(gold, found, seconds)


def measure_clean(data: Path) -> None:
    """Print part 4."""
    print("\n4. Articles that are clean already\n")
    print("| corpus | articles | characters | taken out | ms/article |\n|---|---|---|---|---|")
    for name in CLEAN:
        total = out = articles = 0
        begin = time.process_time()
        for raw in read_file(data / name / "corpus.jsonl", ReadSettings()):
            if isinstance(raw, RawArticle):
                articles += 1
                total += len(bare(raw.text))
                out += len(bare(raw.text)) - len(bare(clean_article(raw).text))
        each = 1000 * (time.process_time() - begin) / max(articles, 1)
        print(f"| {name} | {articles} | {total} | {out / max(total, 1):.6f} | {each:.2f} |", flush=True)


def main() -> None:
    """Run all four parts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[1] / "../shared/data/dev")
    parser.add_argument("--pages", type=Path, default=None, help="folder with gold.jsonl and pages/")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--parts", default="1234", help="which parts to run")
    parser.add_argument("--gne", type=Path, default=None)
    parser.add_argument("--scratch", type=Path, default=None, help="folder for the pages of part 2")
    parser.add_argument("--verbose", action="store_true", help="name what was lost and what was kept wrongly")
    options = parser.parse_args()
    baselines = load_baselines(options.gne)
    extractors = {"yinzheng": extract_ours, **baselines}
    if "1" in options.parts:
        measure_pages(options.pages or options.data / "pages", extractors, options.verbose)
    if "2" in options.parts:
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            measure_wrapped(options.data, options.articles, Path(scratch), baselines)
    if "3" in options.parts:
        measure_templates(options.data, options.articles // 5, extractors, options.verbose)
    if "4" in options.parts:
        measure_clean(options.data)


if __name__ == "__main__":
    main()
