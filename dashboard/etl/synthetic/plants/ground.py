"""What is planted into: cases and honours of organisations of their own, in order unless a plant says otherwise.

Planted rows stand beside the drawn ones and share no organisation, number or title with them, so that the consequence of a
plant is that of its own rows alone. Their items have no envelope in the year, and their amounts lie under the cap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import polars as pl

from dashboard.etl.synthetic.assumed_rules import WINDOWS
from dashboard.etl.synthetic.calendar import EPOCH, Notice, number
from dashboard.etl.synthetic.organisations import TRADES, credit_codes
from dashboard.policy import Registry
from dashboard.policy.entries import YearlyRule
from dashboard.snapshots.contract import APPLICATIONS, AWARDS, PLANTED_ROWS, SOURCE, SOURCE_TYPE

Value = str | int | date | Decimal | None
Row = dict[str, Value]
# the day of each stage that a status implies, in the order of the stages
IMPLIED = {
    "submitted": (),
    "accepted": ("accepted_on",),
    "under_review": ("accepted_on",),
    "approved": ("accepted_on", "decided_on"),
    "publicised": ("accepted_on", "decided_on", "publicised_on"),
    "granted": ("accepted_on", "decided_on", "publicised_on", "granted_on"),
    "paid": ("accepted_on", "decided_on", "publicised_on", "granted_on", "paid_on"),
    "revoked": ("accepted_on", "decided_on", "publicised_on", "granted_on", "paid_on", "revoked_on"),
    "rejected": ("accepted_on", "decided_on"),
    "withdrawn": ("accepted_on", "withdrawn_on"),
}
APPROVED = ("approved", "publicised", "granted", "paid", "revoked")
LABEL, AWARDED_TITLE = "gba_carbon_footprint", "guangdong_quality_award_nomination"
TITLED = "04-1"
TYPE_OF = {"03-1": LABEL, "09-4": AWARDED_TITLE, TITLED: None}
MOST_YUAN = 100_000


@dataclass(frozen=True)
class Body:
    """An invented organisation; several may bear one name, and one several names."""

    uscc: str
    name: str
    district: str


@dataclass
class Ground:
    """Rows as they are planted; ``set_number`` says which notes belong together."""

    registry: Registry
    as_of: date
    random: np.random.Generator
    first_organisation: int
    applications: list[Row] = field(default_factory=list)
    awards: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    rules: list[YearlyRule] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    plant: str = ""
    set_number: int = 0
    bodies: int = 0
    notice: Notice = field(default_factory=Notice)

    def body(self, *, name: str | None = None) -> Body:
        """An organisation that nobody else is; ``name`` where it is the matter of the plant."""
        place = self.first_organisation + self.bodies
        self.bodies += 1
        trade = TRADES[int(self.random.integers(len(TRADES)))]
        district = tuple(self.registry.districts)[int(self.random.integers(len(self.registry.districts)))]
        code = str(credit_codes(np.array([place]))[0])
        return Body(code, name or f"示例{trade}{place:07d}有限公司(合成)", district)

    def case(self, body: Body, *, status: str = "paid", item: str = "03-1", year: int = 2024, **changes: Value) -> Row:
        """A case that is in order; ``changes`` are what the plant is about."""
        place = len(self.applications) + 1
        size = ("large", "medium", "small", "micro")[int(self.random.integers(4))]
        submitted = changes.get("submitted_on")
        filed = submitted if isinstance(submitted, date) else self._filed(year)
        yuan = Decimal(MOST_YUAN if item == "09-4" else int(self.random.integers(5, 11)) * MOST_YUAN // 10)
        row: Row = dict.fromkeys(APPLICATIONS)
        row |= {
            "application_id": f"P{place:09d}", "fund_year": year, "item_code": item, "uscc": body.uscc,
            "applicant": body.name, "applicant_kind": "enterprise", "size_class": size, "units": 1,
            "district_registered": body.district, "district_operating": body.district, "district_project": body.district,
            "certificate_type": TYPE_OF[item], "certificate_no": f"HC-P-{place:09d}" if TYPE_OF[item] else None,
            "project_title": f"示例项目{item}-P{place}(合成)", "event_on": filed - timedelta(days=30),
            "submitted_on": filed, "status": status, "requested_yuan": yuan,
            "approved_yuan": yuan if status in APPROVED else None,
            "paid_yuan": yuan if status in ("paid", "revoked") else None,
            "clawback_yuan": yuan if status == "revoked" else None,
            "reject_reason": "材料不符合申报条件（合成）" if status == "rejected" else None,
        }  # fmt: skip
        days = self.days_after(filed)
        row |= {name: days[name] for name in IMPLIED[status]} | changes
        self.applications.append(row)
        return row

    def days_after(self, filed: date, *, decided: date | None = None) -> dict[str, date]:
        """Days of all stages of a case in order, from its filing to 120 days later; ``decided`` where it is given."""
        accepted = filed + timedelta(days=int(self.random.integers(1, 8)))
        decided = decided or accepted + timedelta(days=int(self.random.integers(20, 40)))
        publicised = decided + timedelta(days=2)
        earliest = int(self.notice.earliest_grant(np.array([number(publicised)]))[0])
        granted = EPOCH + timedelta(days=earliest + 3)
        paid = granted + timedelta(days=int(self.random.integers(5, 20)))
        return {
            "accepted_on": accepted, "decided_on": decided, "publicised_on": publicised, "granted_on": granted,
            "paid_on": paid, "revoked_on": paid + timedelta(days=30), "withdrawn_on": accepted + timedelta(days=9),
        }  # fmt: skip

    def award(self, body: Body, *, kind: str = LABEL, **changes: Value) -> Row:
        """A conferred honour or certificate that names no case."""
        place = len(self.awards) + 1
        row: Row = dict.fromkeys(AWARDS)
        row |= {
            "award_id": f"Q{place:09d}", "certificate_type": kind, "item_code": "09-4" if kind == AWARDED_TITLE else "03-1",
            "uscc": body.uscc, "organisation": body.name, "district_registered": body.district,
            "certificate_no": f"HC-Q-{place:09d}", "awarded_on": date(2024, 1, 15), "decision_status": "conferred",
            "source_type": "synthetic", "document_no": f"合成字Q{place}",
        }  # fmt: skip
        row |= changes
        self.awards.append(row)
        return row

    def proven(self, body: Body, *, status: str = "paid", item: str = "03-1", year: int = 2024, **changes: Value) -> Row:
        """A case of a typed item and the certificate that it claims, in order."""
        row = self.case(body, status=status, item=item, year=year, **changes)
        self.award_of(row, body)
        return row

    def award_of(self, case: Row, body: Body, **changes: Value) -> Row:
        """The certificate of a case: its number, the day of its event."""
        own: Row = {"certificate_no": case["certificate_no"], "awarded_on": case["event_on"]}
        return self.award(body, kind=str(case["certificate_type"]), **(own | changes))

    def note(self, row: Row, column: str | None, what: str, expected: str) -> None:
        """Write down what was planted in a row and what must follow from it."""
        table = "applications" if "fund_year" in row else "awards"
        key = "application_id" if table == "applications" else "award_id"
        values = (self.plant, self.set_number, table, row[key], column, what, expected)
        self.notes.append(dict(zip(PLANTED_ROWS, values, strict=True)))

    def file(self, name: str) -> int:
        """A further source file; returns its place among the sources of the snapshot, whose first is the generator."""
        self.files.append(name)
        return len(self.files)

    def frames(self) -> Mapping[str, pl.DataFrame]:
        """The planted rows by table, with ``source`` where a plant made further files."""
        extra = {SOURCE: SOURCE_TYPE} if self.files else {}
        tables = {"applications": (self.applications, APPLICATIONS), "awards": (self.awards, AWARDS)}
        return {
            table: pl.DataFrame([{SOURCE: 0} | row for row in rows], schema=pl.Schema({**schema, **extra}))
            for table, (rows, schema) in tables.items()
        }

    def _filed(self, year: int) -> date:
        first = WINDOWS[year][0]
        return first + timedelta(days=int(self.random.integers(1, 20)))


def day(row: Row, column: str) -> date:
    """The day in a column that has one."""
    value = row[column]
    if not isinstance(value, date):
        raise TypeError(f"{column} of {row} holds no day")
    return value
