"""What a claim says beside its numbers: dates, places, other digits, titles, names and words must be the sources'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.audit.compare import (
    SHORTEST_STRETCH,
    is_by_now,
    is_now,
    is_the_present,
    latest_of,
    names_one_of,
    same_period,
    year_of,
)
from assistant.audit.meaning import Meaning, nearest_sentences
from assistant.audit.modality import hedge_of
from assistant.audit.parts import Reading, Tools
from assistant.audit.reading import OF_REPORT, YARDSTICK
from assistant.audit.sources import Source
from assistant.audit.words import Word, content_words, is_covered, overlap
from assistant.types import Fault
from index.regions import Mention
from index.types import Period, Span

# Of the words that are neither number, date, place nor name, so much (by weight) may be borne out by nothing.
_OWN_WORDING = 0.25
# More where numbers are bound: what they count is looked at on its own.
_OWN_AROUND_NUMBERS = 0.4
# A noun so long is a term (新材料, 集成电路), and no paraphrase brings in another.
_TERM = 3
# Below this a term, or each act of a clause, is none of the sources'.
_LEAST_TERM = 0.3
_LEAST_ACT = 0.2
# So much of a clause, by weight, is more than a way of putting it.
_STRANGE = 0.8
# A word that stands elsewhere in a long source counts as the claim's own by so much.
_FAR = 0.5
# Above this share of words that no source holds, it speaks of something else.
_OTHER_MATTER = 0.7
_TWO = 2
# A sentence that shares so much of what the nearest one shares may tell a claim as well.
_NEARLY = 0.5
_WEIGHTS = {"name": 2.0, "noun": 1.0, "verb": 0.6, "other": 0.5}
_TITLE = re.compile(r"《([^》]{1,60})》|“([^”]{1,40})”|「([^」]{1,40})」")
DIGITS = re.compile(r"\d+月\d+日|[a-z]*\d+(?:[.\-]\d+)*(?:[a-z]+|[年月日号])?|第[一二三四五六七八九十百]+")


def _dates_itself(reading: Reading, sources: list[Source]) -> bool:
    """Say whether the sentence that the claim is nearest to names a time; the article's year is then not its own."""
    best, dated = 0.0, False
    for source in sources:
        for sentence in source.reading.sentences:
            shared = overlap(sentence.of(source.reading.folded), reading.folded)
            if shared > best:
                best, dated = shared, any(sentence.contains(span) for span, _ in source.reading.periods)
    return dated


def _is_yardstick(span: Span, period: Period, reading: Reading, sources: list[Source]) -> bool:
    """Say whether a time is what the claim compares with, and the sources compare with the same: 比6月高, 较上月."""
    if not YARDSTICK.search(reading.folded[max(0, span.start - 4) : span.start]):
        return False
    words = "\n".join(source.reading.folded for source in sources)
    for _, main in reading.periods:
        days = (main.start - period.start).days
        if (_YEAR_AGO.search(words) and days in (365, 366)) or (_MONTH_AGO.search(words) and 28 <= days <= 31):
            return True
    return False


_YEAR_AGO = re.compile(r"同比|上年|去年|同期")
_MONTH_AGO = re.compile(r"环比|上月|上个月")


def _told_where(reading: Reading, sources: list[Source]) -> list[tuple[Source, Span]]:
    """Return the sentences that a claim can be told by: those that share nearly the most with it."""
    scored = [
        (
            overlap(sentence.of(source.reading.folded), reading.folded)
            * overlap(reading.folded, sentence.of(source.reading.folded)),
            source,
            sentence,
        )
        for source in sources
        for sentence in source.reading.sentences
    ]
    best = max((score for score, _, _ in scored), default=0.0)
    return [(source, sentence) for score, source, sentence in scored if score >= _NEARLY * best]


def _is_one_article(sources: list[Source]) -> bool:
    """Say whether one article is cited; of several, each tells its own part of a claim."""
    return len({source.article.doc_id for source in sources}) == 1


def _known_periods(reading: Reading, sources: list[Source]) -> list[Period]:
    """Return the dates that a claim may take: of the sentences that tell it where they have any, else of all."""
    near = [
        period
        for source, sentence in _told_where(reading, sources)
        for span, period in source.reading.periods
        if sentence.contains(span) and not YARDSTICK.search(source.reading.folded[max(0, span.start - 4) : span.start])
    ]
    if near and not reading.numbers and _is_one_article(sources):
        return near
    return [period for source in sources for _, period in source.reading.periods]


def _is_told_of_now(period: Period, reading: Reading, sources: list[Source]) -> bool:
    """Say whether a claim tells the state in the month of an article, and no sentence that tells it has another time.

    Where numbers are bound, each has been held against its own time already.
    """
    for source in sources:
        if not is_by_now(period, source.date):
            continue
        dated = [
            other
            for one, sentence in _told_where(reading, [source])
            for span, other in one.reading.periods
            if sentence.contains(span) and not is_the_present(other, source.date)
        ]
        if reading.numbers or not dated:
            return True
    return False


def find_date_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Every date of the claim must be one of the sources', of their context or of their article."""
    known = _known_periods(reading, sources)
    known += [period for source in sources for period in source.periods]
    if not _dates_itself(reading, sources):
        known += [period for source in sources for period in year_of(source.date)]
    if not known or all(not source.reading.periods and not source.periods for source in sources):
        known += [period for source in sources for period in latest_of(source.date)]
    days = {
        period.start
        for source in sources
        for _, period in source.reading.periods
        if (period.end - period.start).days < SHORTEST_STRETCH
    }
    published = {source.date for source in sources}
    faults: list[Fault] = []
    for span, period in reading.periods:
        if span.of(reading.folded) == "至今":
            continue
        # A quote that dates its event to the day does not carry the day of publication instead.
        told = period.start == period.end and period.start in published and days and period.start not in days
        of_report = OF_REPORT.match(reading.folded, span.end) or re.search("reported|published", reading.folded)
        of_article = period.start == period.end and period.start in published
        if _is_yardstick(span, period, reading, sources) or any(is_now(period, day) for day in published):
            continue
        if _is_told_of_now(period, reading, sources):
            continue
        if (told and not of_report) or not (of_article or any(same_period(period, other) for other in known)):
            compared = YARDSTICK.search(reading.folded[max(0, span.start - 4) : span.start])
            nearest = known[0].said or known[0].label if known and not compared else None
            faults.append(Fault("year", span.of(reading.text), nearest))
    return faults


def find_mention_faults(reading: Reading, sources: list[Source], tools: Tools) -> list[Fault]:
    """Every place of the claim must be named by the sources, or hold a place that they name."""
    regions = [region for source in sources for region in source.places]
    regions += [region for source in sources for mention in source.reading.mentions for region in mention.regions]
    words = "\n".join(source.words for source in sources)
    told = _told_where(reading, sources) if not reading.numbers and _is_one_article(sources) else []
    near = [m for source, sentence in told for m in source.reading.mentions if sentence.contains(m.span)]
    if near:
        regions = [region for source, _ in told for region in source.places]
        regions += [region for mention in near for region in mention.regions]
        words = "\n".join(source.context + "\n" + sentence.of(source.reading.folded) for source, sentence in told)
    faults = _elsewhere_faults(reading, sources, tools)
    for mention in reading.mentions:
        said = mention.span.of(reading.folded)
        if (
            said in words
            or all(region.level == "国" for region in mention.regions)
            or names_one_of(mention, regions, tools)
        ):
            continue
        if any(tools.gazetteer.is_within(region.key, own.key) for region in regions for own in mention.regions):
            continue
        within = any(tools.gazetteer.is_within(own.key, region.key) for region in regions for own in mention.regions)
        if within and any(is_covered(Word(Span(0, len(rest)), rest, "noun"), words) for rest in _zone_words(said)):
            # 浙江自贸试验区 of a source about 浙江 that says 自由贸易试验区.
            continue
        # A part of a place that the sources name is no other place, unless they name a part beside it.
        levels = {region.level for region in mention.regions}
        beside = [region for region in regions if region.level in levels] if within else regions
        nearest = " ".join(dict.fromkeys(region.name for region in beside)) or None
        # What a source names elsewhere is doubted by the sentence that shares most words, and by nothing else.
        elsewhere = nearest is None and any(said in source.reading.folded for source in sources)
        faults.append(Fault("place", mention.span.of(reading.text), nearest, soft=elsewhere))
    return faults


def _elsewhere_faults(reading: Reading, sources: list[Source], tools: Tools) -> list[Fault]:
    """Return a fault where something happened 在北京, and all that tells it says 在上海.

    The article's own place says nothing here: a broadcast speaks of many.
    """
    faults: list[Fault] = []
    for mention in _located(reading.mentions, Span(0, len(reading.folded)), reading.folded):
        place = mention.span.of(reading.folded)
        for told in (_told_where(reading, sources), _tell_the_rest(reading, mention.span, sources)):
            others = [
                _located(source.reading.mentions, sentence, source.reading.folded)
                for source, sentence in told
                if place not in sentence.of(source.reading.folded)
            ]
            if not others or len(others) < len(told) or not all(others):
                continue
            if any(_is_within(mention, other, tools) for found in others for other in found):
                continue
            faults.append(Fault("place", mention.span.of(reading.text), others[0][0].regions[0].name))
            break
    return faults


def _tell_the_rest(reading: Reading, place: Span, sources: list[Source]) -> list[tuple[Source, Span]]:
    """Return the sentence that tells what a claim says happened in a place, without the clause that names the place.

    在甲果园，他要求走质量之路: what he asked for may have been asked for elsewhere.
    """
    clauses = [match.group() for match in _CLAUSE.finditer(reading.folded) if not Span(*match.span()).contains(place)]
    rest = "，".join(clauses)
    if len(rest) < _ENOUGH:
        return []
    scored = [
        (overlap(rest, span.of(source.reading.folded)), source, span)
        for source in sources
        for span in source.reading.sentences
    ]
    best = max(scored, key=lambda item: item[0], default=None)
    return [best[1:]] if best and best[0] >= _MOSTLY else []


# So many letters tell of something, and so much of them must stand in one sentence for it to be what tells it.
_ENOUGH, _MOSTLY = 6, 0.5


def _located(mentions: Sequence[Mention], sentence: Span, folded: str) -> list[Mention]:
    """Return the places of a sentence in which something is said to have happened."""
    return [
        mention
        for mention in mentions
        if sentence.contains(mention.span) and mention.regions and not mention.inside_name
        if folded[max(0, mention.span.start - 1) : mention.span.start] == "在"
    ]


def _is_within(a: Mention, b: Mention, tools: Tools) -> bool:
    """Say whether one of two places may lie in the other, or be it."""
    pairs = [(one.key, other.key) for one in a.regions for other in b.regions]
    within = tools.gazetteer.is_within
    return any(one == other or within(one, other) or within(other, one) for one, other in pairs)


_ZONE = re.compile(r"(?:自由贸易|自贸|经济技术|高新技术产业|保税|开发|高新|经开|综保)[^，。]{0,6}区$")


def _zone_words(said: str) -> list[str]:
    """Return the words of a zone's kind at the end of its name."""
    return _ZONE.findall(said)


def find_digit_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Digits that are no quantity and no date (G20, 第三, 135) must stand in a source as they are."""
    words = "\n".join(source.words for source in sources)
    hidden = [number.quantity.span for number in reading.numbers] + [span for span, _ in reading.periods]
    faults: list[Fault] = []
    for match in DIGITS.finditer(reading.folded):
        at = Span(*match.span())
        if any(span.contains(at) or (span.overlaps(at) and not match.group()[0].isdigit()) for span in hidden):
            continue
        if match.group() == "第一" and _FIRST.search(words):
            continue
        if (ordinal := _ORDINAL.fullmatch(match.group())) and _spell(int(ordinal.group(1))) in words:
            continue
        if not re.search(rf"(?<![a-z0-9.]){re.escape(match.group())}(?![a-z0-9]|\.\d)", words):
            faults.append(Fault("digit", match.group(), None))
    return faults + _spelled_faults(reading, sources)


# the 18th congress of 十八大.
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_NUMERALS = "零一二三四五六七八九"


def _spell(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


# 第一个 of 首个, 稳居第一 of 居首.
_FIRST = re.compile(
    r"首[个条次座家批台艘例趟班项部款届位颗片只辆种单笔家]|[居列占]?首位|居首|之首|榜首|首次|头[个名一]"
)
# Bodies counted in words are no quantity of the library: 四部门联合印发, 七国首脑; nor are doublings: 翻两番.
_SPELLED = re.compile(
    r"(?P<count>[两二三四五六七八九十]{1,3})(?:个)?(?P<what>部门|部委|单位|国(?![家际内])|省(?:份|市|区)?|市(?![场民值政])|区县|番(?![茄号禺]))"
)
_DIGIT_OF = str.maketrans("二", "两")


def _spelled_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return a fault where as many bodies are counted in words as no source counts, and one counts others."""
    words = "\n".join(source.words for source in sources)
    held: dict[str, list[str]] = {}
    for match in _SPELLED.finditer(words):
        held.setdefault(match["what"], []).append(match["count"].translate(_DIGIT_OF))
    if "翻一番" in words or "翻了一番" in words or "翻番" in words:
        held.setdefault("番", []).append("一")
    return [
        Fault("digit", match.group(), held[match["what"]][0] + match["what"])
        for match in _SPELLED.finditer(reading.folded)
        if match["what"] in held and match["count"].translate(_DIGIT_OF) not in held[match["what"]]
    ]


def find_title_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return what the claim puts in 《》 or “” that stands in no source."""
    words = "\n".join(source.words for source in sources)
    faults: list[Fault] = []
    for match in _TITLE.finditer(reading.folded):
        said = next(group for group in match.groups() if group)
        if said not in words:
            faults.append(Fault("entity", said, None))
    return faults


def _is_cut_wrongly(word: Word, folded: str, words: str) -> bool:
    """Say whether each letter of a word stands in the sources with its other neighbour: 盾构|机长|85米."""
    start, end = word.span.start, word.span.end
    if end - start != _TWO or start == 0 or end >= len(folded):
        return False
    return folded[start - 1 : start + 1] in words and folded[end - 1 : end + 1] in words


_CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]+")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of a claim that its sources do not hold, each with how far their meaning is borne out: 0 to 1."""

    mine: tuple[Word, ...]
    new: dict[Word, float]
    # Words that a long source holds, but not where it tells the claim.
    far: frozenset[Word] = frozenset()

    def borne(self, word: Word) -> float:
        """Return how far a word is borne out: wholly, where the sources hold it."""
        return self.new.get(word, 1.0)

    def borne_text(self, text: str) -> float | None:
        """Return how far a word of the claim is borne out that no source holds; None where one holds it."""
        found = [borne for word, borne in self.new.items() if word.text == text]
        return max(found) if found else None

    def is_strange(self, clause: Span) -> bool:
        """Say whether most of a clause is the claim's own, and more than one word's worth of it."""
        inside = [word for word in self.mine if clause.contains(word.span)]
        own = sum(_WEIGHTS[word.kind] * (1 - self.borne(word)) for word in inside)
        return own >= _STRANGE and own > sum(_WEIGHTS[word.kind] for word in inside) / 2

    def own_share(self) -> float:
        """Return the share of the wording, by weight, that is the claim's own."""
        total = sum(_WEIGHTS[word.kind] for word in self.mine)
        own = sum(_WEIGHTS[word.kind] * (1 - borne) for word, borne in self.new.items())
        own += sum(_WEIGHTS[word.kind] * _FAR for word in self.far)
        return own / total if total else 0.0


def find_own_words(reading: Reading, sources: list[Source], meaning: Meaning) -> OwnWords:
    """Return what of a claim's wording is its own."""
    words = "\n".join(source.words for source in sources)
    around = words + "\n" + "\n".join(source.around for source in sources)
    words_of_claim = content_words(reading.folded, reading.hidden())
    mine = [word for word in words_of_claim if hedge_of(word.text) == "none"]
    # Who and what may be named beside the quote; what is done must stand in it.
    new = [
        word
        for word in mine
        if not is_covered(word, around if word.kind in ("noun", "name") else words)
        and not _is_cut_wrongly(word, reading.folded, words)
    ]
    told = [source.reading.folded for source in sources]
    # A text that has few of the words speaks of something else: no need to weigh what the others mean.
    weights = [sum(_WEIGHTS[word.kind] for word in words) for words in (new, mine)]
    borne = meaning.borne_out(reading.folded, new, told, by_letters_only=weights[0] > _OTHER_MATTER * weights[1])
    near = nearest_sentences(reading.folded, told) + "\n" + "\n".join(source.context for source in sources)
    far = [word for word in mine if word not in new and not is_covered(word, near)]
    return OwnWords(tuple(mine), dict(zip(new, borne, strict=True)), frozenset(far))


def _act_faults(reading: Reading, own: OwnWords) -> list[Fault]:
    """Return the acts of a clause without numbers that the sources bear out in nothing: 已经关闭 beside 设立中心."""
    faults: list[Fault] = []
    for match in _CLAUSE.finditer(reading.folded):
        clause = Span(*match.span())
        acts = [word for word in own.mine if word.kind == "verb" and clause.contains(word.span)]
        counted = any(clause.contains(number.quantity.span) for number in reading.numbers)
        if acts and not counted and sum(own.borne(word) for word in acts) < _LEAST_ACT * len(acts):
            faults.append(Fault("unsupported", " ".join(word.text for word in acts), None))
        elif not counted and own.is_strange(clause):
            faults.append(Fault("unsupported", clause.of(reading.folded), None))
    return faults


# Words that leave nothing out, and those of a source that do so too.
_ALL = re.compile(r"(?<!院)所有(?!\d)|全部|一切|任何|全体|无一例外|百分之百")
_ALL_TOO = re.compile(
    r"所有|全部|一切|任何|全体|全覆盖|全员|全数|全都|全面(?!推|加|深|落|启|开|建|实|贯|提|促|做|从|小)|各(?!自)|均(?!价|值|衡|匀|线)|都(?!市|城|会区|江堰|匀)|每|凡|100%|百分之百|无一|一律"
)
# Words that leave all others out, and those of a source that do so too.
_ONLY = re.compile(r"(?<!不)(?:只有|只能|只[种产卖招收做对向在限]|仅有|仅限|仅[对向在由]|唯一|单独|独家|独自)")
_ONLY_TOO = re.compile(
    r"(?<!不)只(?!要|是|管|好|不过)|(?<!不)仅(?!仅|次于)|唯一|单独|独家|独自|独立|专[门供属用]|限于|除.{1,20}外"
)
# 大部分都随着…: no 都 of all.
_MOST_OF = re.compile(r"(?:大?多数|大?部分|大多|多半|半数|主要)[^，,。；;]{0,6}?[都均]?")


def find_scope_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return a fault where the claim says all (所有企业, 全部), or only, and no sentence that tells it does."""
    told = [sentence.of(source.reading.folded) for source, sentence in _told_where(reading, sources)]
    faults: list[Fault] = []
    for pattern, too in ((_ALL, _ALL_TOO), (_ONLY, _ONLY_TOO)):
        said = pattern.search(reading.folded)
        if said and told and not any(too.search(_MOST_OF.sub("　", sentence)) for sentence in told):
            faults.append(Fault("qualifier", said.group(), told[0][:_SHOWN]))
    return faults


# Words that give a reason, and those of a source that may tell the same in other words.
_CAUSE = re.compile(r"因为|由于|原因(?:是|在于)|归因于|归功于|得益于|受益于|缘于|源于|所致|导致")
_CAUSE_TOO = re.compile(
    r"因|由于|得益|受益|受[^,，。]{1,20}(?:影响|拉动|带动|推动|冲击)|原因|归功|源于|缘于|导致|致使|造成|所致|带来|带动|拉动|推动|"
    r"促进|使得?|让|令|下(?=[,，]|$)|随着|为|引发|影响|以(?:便|期|应对)|故|缺|不足"
)


def find_cause_faults(reading: Reading, sources: list[Source]) -> list[Fault]:
    """Return a fault where the claim gives a reason, and no sentence that tells it gives any."""
    said = _CAUSE.search(reading.folded)
    if said is None:
        return []
    told = [sentence.of(source.reading.folded) for source, sentence in _told_where(reading, sources)]
    if not told or any(_CAUSE_TOO.search(sentence) for sentence in told):
        return []
    return [Fault("unsupported", reading.folded[said.start() :].rstrip("。"), None)]


# Of a sentence that limits what the claim says of all, so much is shown.
_SHOWN = 60


def find_word_faults(reading: Reading, own: OwnWords, derived: bool) -> list[Fault]:
    """Apply the rule of `entailed`: no new name, no new term, no new act, and little wording that nothing bears out."""
    faults = [Fault("entity", word.text, None) for word in own.new if word.kind == "name"]
    faults += [
        Fault("entity", word.text, None)
        for word, borne in own.new.items()
        if word.kind == "noun" and len(word.text) >= _TERM and borne < _LEAST_TERM
    ]
    faults += [] if derived else _act_faults(reading, own)
    if not derived and own.own_share() > (_OWN_AROUND_NUMBERS if reading.numbers else _OWN_WORDING):
        faults.append(Fault("unsupported", " ".join(word.text for word in own.new), None))
    return faults
