"""Pages as the content systems of Chinese sites write them, around any article: menus, bars, lists, notices, counters.

Each file of `templates/` is the markup habit of a family of sites (government systems, portals, papers, forums, blogs,
phone pages, Traditional pages), with names made up. Its first line says how to use it; `<@ … @>` marks what the page
prints about the article itself (day, source, a label of these), which counts neither as article nor as boilerplate.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "templates"
_NEUTRAL = re.compile(r"<@(.*?)@>", re.S)
_MENU = ("首页", "时政", "要闻", "经济", "社会", "文旅", "县区", "专题", "视频", "数字报", "网上问政", "公告公示")
_HEADLINES = (
    "望海区一季度签约项目总额突破900亿元", "临江经开区前两月外资增长37.5%", "青川河大桥今日通车 全长3.2公里",
    "云栖新区举行集中开工活动 总投资268亿元", "市气象台发布大风蓝色预警", "白鹭湖湿地迎来上万只候鸟",
)  # fmt: skip
_TEASER = (
    '<div class="item"><h4><a href="/t/{n}.html">{words}</a></h4><p>{words}，记者昨日从有关部门获悉，下一步还将…</p>'
    "<span>{n}小时前</span><span>{n}评论</span></div>"
)
# Fewer letters than this are no string to look for: 大, 03-05.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Template:
    """A page around an article, its encoding, how a line is set, and what a reader should find out of its head.

    `publisher` None: the page names nobody, so only whom the article names itself can be right.
    """

    name: str
    encoding: str
    line: str
    publisher: str | None
    date: str
    markup: str


def load_templates(folder: Path = _FOLDER) -> list[Template]:
    """Return all templates, with the lists of other articles filled in."""
    return [_load(path) for path in sorted(folder.glob("*.html"))]


def _load(path: Path) -> Template:
    head, markup = path.read_text(encoding="utf-8").split("\n", 1)
    lists = {
        "{menu}": "".join(f'<li><a href="/{n}/">{words}</a></li>' for n, words in enumerate(_MENU)),
        "{others}": "".join(
            f'<li><a href="/a/{n}.html">{words}</a><span>03-0{n + 1}</span></li>' for n, words in enumerate(_HEADLINES)
        ),
        "{teasers}": "".join(_TEASER.format(n=n + 2, words=words) for n, words in enumerate(_HEADLINES)),
    }
    for mark, words in lists.items():
        markup = markup.replace(mark, words)
    return Template(**json.loads(head.removeprefix("<!--").removesuffix("-->")), markup=markup)


def fill(template: Template, title: str, lines: list[str]) -> str:
    """Return the page around an article; the lines are escaped already."""
    body = "".join(template.line.format(line) for line in lines)
    return _NEUTRAL.sub(r"\1", template.markup).replace("{t}", title).replace("{b}", body)


def surroundings(template: Template) -> list[str]:
    """Return the strings of the page that are no article's, as a browser would show them."""
    import lxml.html

    page = _NEUTRAL.sub(" ", template.markup).replace("{t}", " ").replace("{b}", " ")
    tree = lxml.html.fromstring(page)
    for element in tree.xpath("//script|//style|//head"):
        element.drop_tree()
    strings = {" ".join(text.split()) for text in tree.itertext()}
    return sorted(text for text in strings if len(re.sub(r"[\W\d]", "", text)) >= _SHORTEST)
