"""The entries of the registry: one frozen, validated type for each reference file."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.policy.vocabulary import ApplicantKind, Route

Money = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]


def _split_list(value: object) -> object:
    if value is None:
        return ()
    return tuple(part for part in value.split(";") if part) if isinstance(value, str) else value


def split_languages(text: str) -> tuple[str, str]:
    """Chinese and English of a text of the yearly rules, which may hold both: ``中文 / English``; else the text twice."""
    zh, slash, en = text.partition(" / ")
    return (zh, en) if slash else (text, text)


def join_sources(sources: Iterable[str]) -> str | None:
    """Different sources as one text, in both languages where one of them holds both; None where there are none."""
    texts = list(dict.fromkeys(sources))
    if len(texts) < 2:
        return texts[0] if texts else None
    zh, en = zip(*map(split_languages, texts), strict=True)
    return "；".join(zh) if zh == en else f"{'；'.join(zh)} / {'; '.join(en)}"


class Entry(BaseModel):
    """A row of a reference file; columns that the registry does not use are ignored."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Item(Entry):
    """One of the funding items: what the policy pays, to whom, for what (articles 1 to 13)."""

    item_code: Annotated[str, Field(pattern=r"^\d\d-\d+$")]
    article: Annotated[int, Field(ge=1, le=13)]
    group: str | None
    name_zh: str
    name_en: str
    payee_zh: str
    payment_kind: Literal["fixed", "up_to", "tiered", "by_rule"]
    amount_yuan: Money | None
    tiers_yuan: Annotated[tuple[Money, ...], BeforeValidator(_split_list)]
    unit: Literal["organisation", "zone", "certificate", "project", "platform", "matter"]
    first_time_only: bool
    selection: str
    certificate_type: str | None
    claim_status: Annotated[tuple[str, ...], BeforeValidator(_split_list)]
    policy_words: str

    @property
    def units_count(self) -> bool:
        """Whether the amount is paid per unit (certificate, matter or project)."""
        return self.unit in ("certificate", "matter", "project")

    @model_validator(mode="after")
    def _amounts_fit(self) -> "Item":
        if self.payment_kind in ("fixed", "up_to") and self.amount_yuan is None:
            raise ValueError("amount_yuan is needed for this payment_kind")
        if (self.payment_kind == "tiered") != bool(self.tiers_yuan):
            raise ValueError("tiers_yuan belongs to tiered items and only to them")
        return self


class YearlyRule(Entry):
    """What a yearly guide says of an item, a group (``07-*``) or all items (``*``); empty fields are unknown."""

    item_code: Annotated[str, Field(pattern=r"^(\*|\d\d-(\d+|\*))$")]
    fund_year: Annotated[str, Field(pattern=r"^(\*|20\d\d)$")]
    offered: bool | None
    route: Route | None
    yearly_envelope_yuan: Money | None
    quota: Annotated[int, Field(ge=0)] | None
    per_applicant_per_year: Annotated[int, Field(ge=0)] | None
    once_per: str | None
    payment_ratio: Annotated[Decimal, Field(gt=0, le=1)] | None
    window_start: date | None
    window_end: date | None
    extra_condition: str | None
    source: str

    @model_validator(mode="after")
    def _window_in_order(self) -> "YearlyRule":
        if self.window_start and self.window_end and self.window_end < self.window_start:
            raise ValueError("window_end lies before window_start")
        return self


class District(Entry):
    """One of the eleven areas; functional areas have own keys."""

    district_code: str
    adcode: str | None
    name_zh: str
    name_en: str
    kind: Literal["district", "functional_area"]
    aliases: Annotated[tuple[str, ...], BeforeValidator(_split_list)]


class Cluster(Entry):
    """One industry cluster of the 20+8 lists; version 1.0 (2022) or 2.0 (2024)."""

    cluster_code: str
    version: Literal["1.0", "2.0"]
    kind: Literal["strategic_emerging_cluster", "future_industry"]
    order: int
    name_zh: str
    name_en: str


class CertificateType(Entry):
    """A type of certificate, honour or recognition and the items that pay for it."""

    certificate_type: str
    name_zh: str
    name_en: str
    kind: Literal["honour", "certificate", "recognition"]
    paid_by: Annotated[tuple[str, ...], BeforeValidator(_split_list)]


class Article(Entry):
    """An article of the policy."""

    article: int
    name_zh: str
    name_en: str


class Denominator(Entry):
    """What a rate per 10,000 is divided by, with its name and source."""

    district_code: str
    count: Annotated[int, Field(gt=0)]
    label_zh: str
    label_en: str
    source: str


class Target(Entry):
    """A target that an office set for a figure of the overview."""

    figure: str
    fund_year: int
    target: Decimal
    source: str


class Column(Entry):
    """A column of the data contract with its names and its rule."""

    table: Literal["applications", "awards", "outcomes"]
    column: str
    name_zh: str
    name_en: str
    rule_zh: str
    rule_en: str


class OfficeText(Entry):
    """What the office that runs the board tells its readers: update schedule, contact."""

    key: Literal["update_schedule", "contact"]
    text_zh: str
    text_en: str


class EffectDesign(Entry):
    """A way to estimate an effect: what it needs, compares and assumes, and what it is silent on; ``items`` ``*`` is all.

    With fewer than ``minimum_units`` on either side nothing is estimated.
    """

    design: str
    items: Annotated[tuple[str, ...], BeforeValidator(_split_list)]
    minimum_units: Annotated[int, Field(ge=2)]
    name_zh: str
    name_en: str
    needs_zh: str
    needs_en: str
    compares_zh: str
    compares_en: str
    assumes_zh: str
    assumes_en: str
    silent_zh: str
    silent_en: str


class OutcomeIndicator(Entry):
    """An indicator that extracts of outcomes are known to use, word for word, and its name in English."""

    indicator: str
    name_en: str


class ConformityRule(Entry):
    """A rule of conformity: its severity, its words, what it is judged on and when it cannot be judged."""

    rule_code: Annotated[str, Field(pattern=r"^[CKN]\d\d$")]
    severity: Literal["breach", "to_check", "note"]
    name_zh: str
    name_en: str
    judged_on_zh: str
    judged_on_en: str
    unjudged_zh: str | None
    unjudged_en: str | None


class Payee(Entry):
    """A payee in the words of the policy and the kinds of applicants that it covers."""

    payee_zh: str
    name_en: str
    applicant_kinds: Annotated[tuple[ApplicantKind, ...], BeforeValidator(_split_list)]


class ApplicantKindName(Entry):
    """A kind of applicant in words."""

    applicant_kind: ApplicantKind
    name_zh: str
    name_en: str


class DeclaredWord(Entry):
    """An answer that is no reference of other support: it declares none, or some without saying which.

    ``match`` says whether the whole answer is the word or begins with it; white space, case and punctuation do not count.
    """

    word: str
    means: Literal["none", "some"]
    match: Literal["whole", "beginning"]
    source: str


class AwardWord(Entry):
    """A level or category of honours as notices write it, in English; translations of this project, not official ones."""

    column: Literal["level", "category"]
    value: str
    name_en: str

    @property
    def word(self) -> str:
        """What it is found by: the same word may stand in both columns."""
        return f"{self.column}:{self.value}"


class Setting(Entry):
    """A single value with its source."""

    key: str
    value: str
    source: str
