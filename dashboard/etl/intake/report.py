"""What a run says of itself: on the terminal, and as a page of HTML that needs nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2
import polars as pl

from dashboard.etl.intake.accounts import Account, account_for_sheets, account_for_table, count_reasons
from dashboard.etl.intake.append import Appended
from dashboard.etl.intake.clusters import of_other_version
from dashboard.etl.intake.headers import Layout, Reading
from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.mapping import NameMapping
from dashboard.etl.intake.names import TABLE_NAMES
from dashboard.etl.intake.order import Order
from dashboard.etl.intake.rows import DAY_OF, SheetRows
from dashboard.etl.intake.sheets import Note, SourceFile
from dashboard.etl.intake.verdict import Verdict
from dashboard.presentation.language import LANGUAGES, load_catalogue

EXAMPLES = 3
SHOWN_VALUE = 60


@dataclass(frozen=True)
class Example:
    """One broken cell as the report shows it."""

    place: str
    value: str
    zh: str
    en: str


@dataclass(frozen=True)
class RuleReport:
    """One rule, how many cells broke it, and the first of them."""

    rule: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class SheetReport:
    """One sheet: its sum, which header became which column, and what was not used."""

    place: str
    account: Account
    header_row: int
    used: tuple[tuple[str, str, str], ...]
    unknown: tuple[tuple[str, str, str], ...]
    spare: tuple[str, ...]


@dataclass(frozen=True)
class TableReport:
    """One table of the snapshot."""

    table: str
    name_zh: str
    account: Account
    rules: tuple[RuleReport, ...]
    sheets: tuple[SheetReport, ...]
    added: Appended | None


@dataclass(frozen=True)
class Report:
    """The whole run."""

    name: str
    kind: str
    as_of: date
    dry_run: bool
    mapping: str
    base: str
    files: tuple[tuple[str, str, str], ...]
    tables: tuple[TableReport, ...]
    notes: tuple[Note, ...]


def build_report(
    order: Order,
    sources: Sequence[SourceFile],
    verdicts: Sequence[Verdict],
    lines: pl.DataFrame,
    notes: Sequence[Note],
    mapping: NameMapping,
    added: Mapping[str, Appended],
) -> Report:
    """Gather what is said of a run."""
    said = [*notes, *(note for verdict in verdicts for sheet in verdict.sheets for note in sheet.notes)]
    if order.as_of > date.today():
        said.append(Note("--as-of", f"截止日 {order.as_of} 在未来。", f"the as-of date {order.as_of} lies in the future."))
    for verdict in verdicts:
        said += _cluster_note(order, verdict)
    said += _unused_mapping(mapping, verdicts)
    return Report(
        name=order.name,
        kind=order.kind,
        as_of=order.as_of,
        dry_run=order.dry_run,
        mapping=mapping.name,
        base=order.append_to or "",
        files=tuple((source.name, source.form, source.sha256) for source in sources),
        tables=tuple(_table(verdict, lines, added.get(verdict.table)) for verdict in verdicts),
        notes=tuple(said),
    )


def _cluster_note(order: Order, verdict: Verdict) -> list[Note]:
    if "cluster_code" not in verdict.rows.columns:
        return []
    days = verdict.rows[DAY_OF[verdict.table]]
    count = of_other_version(verdict.rows["cluster_code"], days, registry=order.registry, as_of=order.as_of)
    if not count:
        return []
    return [
        Note(
            verdict.table,
            f"{count} 行的产业集群代码属于当日未生效的版本（已接受）。",
            f"{count} rows have a cluster code of the version not in force that day (accepted).",
        )
    ]


def _unused_mapping(mapping: NameMapping, verdicts: Sequence[Verdict]) -> list[Note]:
    used = {
        (verdict.table, entry.column)
        for verdict in verdicts
        for sheet in verdict.sheets
        for entry in sheet.layout.readings
        if entry.mapped
    }
    return [
        Note(mapping.name, f"映射的列 {table}.{column} 没有用到。", f"the mapped column {table}.{column} was not used.")
        for table, columns in mapping.columns.items()
        for column in sorted(set(columns.values()))
        if (table, column) not in used
    ]


def _table(verdict: Verdict, lines: pl.DataFrame, added: Appended | None) -> TableReport:
    own = lines.filter(pl.col("table") == verdict.table)
    return TableReport(
        table=verdict.table,
        name_zh=TABLE_NAMES[verdict.table],
        account=account_for_table(verdict),
        rules=tuple(_rule(rule, count, own) for rule, count in count_reasons(verdict).items()),
        sheets=tuple(
            _sheet(sheet, account) for sheet, account in zip(verdict.sheets, account_for_sheets(verdict), strict=True)
        ),
        added=added,
    )


def _rule(rule: str, count: int, lines: pl.DataFrame) -> RuleReport:
    shown = lines.filter(pl.col("rule") == rule).head(EXAMPLES)
    examples = [
        Example(
            place=f"{row['file']}{' [' + row['sheet'] + ']' if row['sheet'] else ''}:{row['row']}",
            value=(row["value"] or "")[:SHOWN_VALUE],
            zh=row["reason_zh"],
            en=row["reason_en"],
        )
        for row in shown.iter_rows(named=True)
    ]
    return RuleReport(rule=rule, count=count, examples=tuple(examples))


def _sheet(sheet: SheetRows, account: Account) -> SheetReport:
    used = tuple(
        (column_letter(entry.index), " ".join(entry.header.split()), _use(entry, sheet.layout))
        for entry in sorted(sheet.layout.readings, key=lambda entry: entry.index)
    )
    return SheetReport(
        place=sheet.sheet.place,
        account=account,
        header_row=sheet.layout.header_row + 1,
        used=used,
        unknown=sheet.layout.unknown,
        spare=sheet.layout.spare,
    )


def _use(reading: Reading, layout: Layout) -> str:
    """The column that a header became, whether the mapping said so, and the unit that multiplies it."""
    unit = layout.unit(reading) if reading.column.endswith("_yuan") else 1
    return reading.column + (" ← mapping" if reading.mapped else "") + (f" × {unit}" if unit != 1 else "")


def text(report: Report) -> str:
    """The report in plain lines."""
    lines = [f"{report.name}  {report.kind}  截至 as of {report.as_of}{'  (试运行 dry run)' if report.dry_run else ''}"]
    for table in report.tables:
        account = table.account
        lines.append(
            f"{table.table} {table.name_zh}: 读入 read {account.read} = 接受 accepted {account.accepted} "
            f"+ 隔离 quarantined {account.quarantined} + 重复 duplicate {account.duplicate} "
            f"+ 空行 blank {account.blank} + 合计行 total {account.total}"
        )
        if account.quarantined:
            lines.append(f"  隔离比例 share {account.share:.2%}")
        if table.added:
            lines.append(f"  替换 replaced {table.added.replaced}, 沿用 carried {table.added.carried} ({report.base})")
        for rule in table.rules:
            lines.append(f"  {rule.rule} {rule.count:,}: {rule_words(rule.rule)}")
            lines += [f"    {example.place}  {example.zh}  {example.en}" for example in rule.examples]
        for sheet in table.sheets:
            lines.append(f"  {sheet.place}: {sheet.account.sum_text()}")
            lines += [
                f"    {letter} “{header}” 未识别 unknown" + (f", 最接近 nearest “{near}”" if near else "")
                for letter, header, near in sheet.unknown
            ]
            lines += [f"    “{header}” 未使用（同一列已有更优先的表头）not used" for header in sheet.spare]
    lines += [f"  {note.place}: {note.zh} {note.en}" for note in report.notes]
    return "\n".join(lines)


def rule_words(rule: str) -> str:
    """A rule as the quality page names it, in both languages."""
    return " ".join(load_catalogue(language).gettext(f"quarantine_rule.{rule}") for language in LANGUAGES)


def html(report: Report) -> str:
    """The report as one page; every value is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2").render(report=report, rule_words=rule_words)
