"""Names for codes: what chips, tables and sentences call a filter value, a state or a figure."""

import re
from collections.abc import Sequence

from dashboard.policy import Registry, split_languages
from dashboard.presentation.formats import count
from dashboard.presentation.language import current_language, known_text, named
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import MULTIPLE, Filters
from dashboard.questions.periods import Period

# how invented data name where they are from
GENERATED = re.compile(r"generator rows=(?P<rows>\d+) seed=(?P<seed>\d+)")
# payees as the policy writes them, by their slugs
PAYEES = {
    "单位": "organisation",
    "企事业单位": "enterprise_or_public_institution",
    "企业": "enterprise",
    "承办单位": "organiser",
    "检测机构": "testing_body",
    "检验检测机构": "inspection_and_testing_body",
    "服务平台": "service_platform",
}


def label(family: str, code: str) -> str:
    """The name of a code that the data or a policy hold, ``family.code``; one without a name stays as it is written there.

    The only way past ``translate``, which refuses what is in no catalogue: a newer policy or an older entry of the audit
    may hold a code that has no name yet.
    """
    return known_text(f"{family}.{code}") or code


def column_name(name: str) -> str:
    """What a column of an answer, which is what a figure is, is called in headings and sentences."""
    return label("column", name)


def definition(name: str) -> str:
    """What a figure means; empty for a column whose name says it."""
    return known_text(f"definition.{name}") or ""


def payee(written: str) -> str:
    """Whom an item pays, in the words of the policy or their translation."""
    return label("payee", PAYEES[written]) if written in PAYEES else written


def value(name: str, code: str, registry: Registry) -> str:
    """The name of one value of a filter, with its code where people use the code."""
    if name == "item":
        item = registry.items[code]
        return f"{code} {named(zh=item.name_zh, en=item.name_en)}"
    if name == "article":
        article = registry.articles[int(code)]
        return _("label.article", number=article_number(int(code))) + " " + named(zh=article.name_zh, en=article.name_en)
    if name == "district" and code in registry.districts:
        district = registry.districts[code]
        return named(zh=district.name_zh, en=district.name_en)
    if name == "cluster" and code in registry.clusters:
        cluster = registry.clusters[code]
        return _("label.cluster_version", cluster=cluster_name(code, registry), version=cluster.version)
    if name == "certificate" and code in registry.certificate_types:
        kind = registry.certificate_types[code]
        return named(zh=kind.name_zh, en=kind.name_en)
    return label(name, code)


def cluster_name(code: str, registry: Registry) -> str:
    """A cluster without the version of its list."""
    return named(zh=registry.clusters[code].name_zh, en=registry.clusters[code].name_en)


def award_word(name: str, written: str, registry: Registry) -> str:
    """A level or category of honours: in English with the word of the notice, an unknown one as it is written."""
    known = registry.award_words.get(f"{name}:{written}")
    return written if known is None or current_language() == "zh" else f"{known.name_en} ({written})"


def column(code: str, registry: Registry) -> str:
    """A column of the data contract by its name."""
    entry = next(entry for entry in registry.columns if entry.column == code)
    return named(zh=entry.name_zh, en=entry.name_en)


def rule(code: str, registry: Registry) -> str:
    """A rule of conformity by its code and name."""
    entry = registry.conformity_rules[code]
    return f"{code} {named(zh=entry.name_zh, en=entry.name_en)}"


def indicator(code: str, registry: Registry) -> str:
    """An indicator of outcomes; one that the registry does not know stays as it stands in the source."""
    entry = registry.outcome_indicators.get(code)
    return code if entry is None else named(zh=entry.indicator, en=entry.name_en)


def item_group(code: str, registry: Registry) -> str:
    """A group of items that share an envelope: its code, its article and how many items it has."""
    items = [item for item in registry.items.values() if item.group == code]
    if not items:
        return code
    article = value("article", str(items[0].article), registry)
    return _("label.item_group", code=code, article=article, count=count(len(items)))


def source(text: str) -> str:
    """The source of a yearly rule in the language of the reader, where it is given in both."""
    zh, en = split_languages(text)
    return named(zh=zh, en=en)


def short_district(code: str, registry: Registry) -> str:
    """A name that fits on a map: 福田, 深汕."""
    district = registry.districts[code]
    return named(zh=district.name_zh[:2], en=district.name_en.partition(" New")[0].partition(" Special")[0])


def article_number(article: int) -> str:
    """Articles are numbered in Chinese numerals in the policy: （九）."""
    if current_language() == "en":
        return str(article)
    tens, ones = divmod(article, 10)
    numeral = ("十" if tens else "") + ("一二三四五六七八九"[ones - 1] if ones else "")
    return f"（{numeral}）"


def period(chosen: Period) -> str:
    """A period in words."""
    if chosen.kind == "dates":
        return _("label.dates", start=chosen.start.isoformat(), end=chosen.end.isoformat())
    return _(f"period.{chosen.kind}", number=chosen.number) if chosen.number else _(f"period.{chosen.kind}")


def period_in_full(chosen: Period) -> str:
    """A period in words with its dates."""
    name = period(chosen)
    if chosen.kind in ("dates", "fund_year", "year"):
        return name
    return _("label.period_with_dates", name=name, start=chosen.start.isoformat(), end=chosen.end.isoformat())


def list_filters(filters: Filters, registry: Registry) -> list[tuple[str, str]]:
    """Chips: the name of every active filter and its values in words."""
    chips = []
    if filters.date_basis != "submitted":
        chips.append((_("filter.date_basis"), _(f"date_basis.{filters.date_basis}")))
    if filters.place_basis != "registered":
        chips.append((_("filter.place_basis"), _(f"place_basis.{filters.place_basis}")))
    for name in MULTIPLE:
        if codes := getattr(filters, name):
            chips.append((_(f"filter.{name}"), join_words([value(name, code, registry) for code in codes])))
    return chips


def join_words(words: Sequence[str]) -> str:
    """A list in the language's own punctuation."""
    return ("、" if current_language() == "zh" else ", ").join(words)


def join_clauses(parts: Sequence[str]) -> str:
    """Clauses that each say a whole thing, in a row: the semicolon is the language's own."""
    return ("；" if current_language() == "zh" else "; ").join(parts)


def end_sentence(parts: Sequence[str]) -> str:
    """Clauses as one sentence with its full stop."""
    return join_clauses(parts) + ("。" if current_language() == "zh" else ".")


def join_sentences(texts: Sequence[str]) -> str:
    """Whole sentences one after the other."""
    return ("" if current_language() == "zh" else " ").join(texts)


def source_file(file: str) -> str:
    """A source of a snapshot as it was named; another snapshot and the generator stand among them in words of their own."""
    if file.startswith("snapshot "):
        return f"{_('filter.snapshot')} {file.removeprefix('snapshot ')}"
    if made := GENERATED.fullmatch(file):
        return _("label.generator", rows=count(int(made["rows"])), seed=made["seed"])
    return file
