"""The intake from files to a snapshot: read, lay out, parse, judge, report, publish. Refuses whole, never in part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from dashboard.etl.intake.accounts import account_for_table, manifest_counts
from dashboard.etl.intake.append import Appended, append, open_base
from dashboard.etl.intake.corrections import replace_corrected
from dashboard.etl.intake.headers import Layout, Missing, find_layout, missing_columns_error
from dashboard.etl.intake.lock import sole_intake
from dashboard.etl.intake.mapping import NameMapping, read_mapping
from dashboard.etl.intake.names import TABLE_NAMES, TABLES, Names, load_names
from dashboard.etl.intake.order import Order
from dashboard.etl.intake.progress import Progress
from dashboard.etl.intake.quarantine import quarantine_lines, write_quarantine_workbook
from dashboard.etl.intake.report import Report, build_report, html
from dashboard.etl.intake.rows import Context, SheetRows, read_rows_of
from dashboard.etl.intake.sheets import IntakeError, Note, Sheet, SourceFile
from dashboard.etl.intake.source_files import read_file, source_names
from dashboard.etl.intake.sources import list_sources, places_of, rows_of
from dashboard.etl.intake.verdict import Verdict, judge
from dashboard.etl.publish import ROW_GROUP_ROWS, Publication, make_build_folder, publish
from dashboard.policy import read_rules_csv, rules_to_frame
from dashboard.snapshots import CURRENT, SNAPSHOT_NAME, Snapshot
from dashboard.snapshots import TABLES as REQUIRED_TABLES

CHINA = ZoneInfo("Asia/Shanghai")
# sorted as the pages ask, so that row groups are pruned
ORDER = {
    "applications": ("fund_year", "item_code", "submitted_on", "application_id"),
    "awards": ("certificate_type", "awarded_on", "award_id"),
    "outcomes": ("indicator", "uscc", "year"),
}


@dataclass(frozen=True)
class Outcome:
    """What a run found; ``published`` is the folder of the snapshot, None for a dry run."""

    report: Report
    published: Path | None = None


@dataclass
class _Read:
    sources: list[SourceFile] = field(default_factory=list)
    sheets: dict[str, list[SheetRows]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


class TooManyBadRowsError(IntakeError):
    """The share of quarantined rows is above the limit; ``report`` says which rows, ``folder`` where they are kept."""

    def __init__(self, zh: str, en: str, report: Report) -> None:
        super().__init__(zh, en)
        self.report = report


def ingest(order: Order, *, progress: Progress) -> Outcome:
    """Run the intake.

    Raises:
        ReaderError: refused; nothing was published and the current snapshot stays as it is.
    """
    if order.dry_run:
        return _run(order, progress)
    with sole_intake(data=order.data):
        return _run(order, progress)


def _run(order: Order, progress: Progress) -> Outcome:
    _check_name(order)
    names = load_names(order.registry)
    mapping = read_mapping(order.mapping, names=names) if order.mapping else NameMapping()
    rules = rules_to_frame(read_rules_csv(order.rules, items=order.registry.items)) if order.rules else None
    base = open_base(order.append_to, kind=order.kind, as_of=order.as_of, data=order.data) if order.append_to else None
    read = _read(order, names, mapping, progress)
    progress.stage("核对 checking")
    verdicts = [
        judge(table, replace_corrected(sheets), registry=order.registry, as_of=order.as_of)
        for table, sheets in sorted(read.sheets.items())
    ]
    lines = quarantine_lines(verdicts, names=names)
    places = places_of(read.sources, base)
    accepted = {verdict.table: verdict.accepted(places) for verdict in verdicts}
    added = {table: append(table, rows, base) for table, rows in accepted.items()} if base else {}
    report = build_report(order, read.sources, verdicts, lines, read.notes, mapping, added)
    _refuse_too_many(order, verdicts, lines, report)
    if order.dry_run:
        return Outcome(report)
    progress.stage("写入 writing")
    return Outcome(report, _publish(order, read.sources, verdicts, accepted, lines, report, added, base, rules))


def _check_name(order: Order) -> None:
    """What ``make_build_folder`` checks again: a long reading should not end in a wrong name."""
    if not SNAPSHOT_NAME.fullmatch(order.name) or order.name == CURRENT:
        raise IntakeError(
            f"快照名称“{order.name}”无效，只用字母、数字、点和横线。", f"'{order.name}' is not a valid snapshot name."
        )
    if (order.data / "snapshots" / order.name).exists():
        raise IntakeError(
            f"快照“{order.name}”已存在，已发布的快照不会更改。请换一个名称。",
            f"Snapshot '{order.name}' exists and a published snapshot is never changed. Choose another name.",
        )


def _read(order: Order, names: Names, mapping: NameMapping, progress: Progress) -> _Read:
    read = _Read()
    for path, name in zip(order.files, source_names(list(order.files)), strict=True):
        progress.stage(f"读取 reading {name}")
        source = read_file(path, name=name)
        context = Context(names, mapping, order.registry, order.as_of, progress.rows)
        nearest: list[tuple[Sheet, Missing]] = []
        tables = 0
        for sheet in source.sheets:
            layout = find_layout(sheet, names=names, mapping=mapping)
            if isinstance(layout, Layout):
                progress.stage(f"解析 parsing {sheet.place}", rows=sheet.frame.height * len(TABLES[layout.table]))
                read.sheets.setdefault(layout.table, []).append(read_rows_of(sheet, layout, context))
                tables += 1
            elif layout.looks_like_a_table:
                raise missing_columns_error(sheet, layout, names=names)
            else:
                nearest.append((sheet, layout))
        if not tables:
            raise _no_table_error(source, nearest, names)
        read.notes += [_note_skipped(sheet) for sheet, _ in nearest]
        read.sources.append(source)
    if not any(sheet.rows.height for sheets in read.sheets.values() for sheet in sheets):
        raise IntakeError(
            "所有文件都没有数据行，未发布。请检查导出。",
            "No file has a row of data; nothing was published. Check the export.",
        )
    _leave_out_empty(read)
    return read


def _leave_out_empty(read: _Read) -> None:
    """A table of which there are headers only is not reported: nobody said that there are none."""
    for table in [table for table, sheets in read.sheets.items() if not any(sheet.rows.height for sheet in sheets)]:
        for sheet in read.sheets.pop(table):
            read.notes.append(
                Note(
                    sheet.sheet.place,
                    f"只有{TABLE_NAMES[table]}的表头，没有数据行：按未报告处理，不作为零。",
                    f"headers of {table} only, no row of data: not reported, which is not none.",
                )
            )


def _no_table_error(source: SourceFile, nearest: list[tuple[Sheet, Missing]], names: Names) -> IntakeError:
    if not nearest:
        return IntakeError(f"文件“{source.name}”没有任何工作表内容。", f"File '{source.name}' has no sheet with cells.")
    sheet, missing = max(nearest, key=lambda entry: (entry[1].present, entry[1].recognised))
    return missing_columns_error(sheet, missing, names=names)


def _note_skipped(sheet: Sheet) -> Note:
    if not any(sheet.frame[name].str.strip_chars().str.len_bytes().max() for name in sheet.frame.columns):
        return Note(sheet.place, "空工作表，未读取。", "an empty sheet; it was not read.")
    return Note(
        sheet.place,
        f"没有申报或奖项数据的表头，未读取（{sheet.frame.height} 行）。",
        f"it has no headers of applications or awards and was not read ({sheet.frame.height} rows).",
    )


def _refuse_too_many(order: Order, verdicts: Sequence[Verdict], lines: pl.DataFrame, report: Report) -> None:
    worst = max(verdicts, key=lambda verdict: account_for_table(verdict).share)
    share = account_for_table(worst).share
    if share <= order.max_quarantine:
        return
    kept_zh = kept_en = ""
    if not order.dry_run:
        folder = _keep_refused(order, verdicts, lines, report)
        kept_zh, kept_en = f"隔离行保存在 {folder}。", f" The rows are kept in {folder}."
    raise TooManyBadRowsError(
        f"{worst.table} 有 {share:.1%} 的行被隔离，超过上限 {order.max_quarantine:.1%}，未发布。{kept_zh}"
        "请改正，或用 --max-quarantine 提高上限。",
        f"{share:.1%} of the rows of {worst.table} went to quarantine, above the limit of {order.max_quarantine:.1%}; "
        f"nothing was published.{kept_en} Correct them or raise --max-quarantine.",
        report,
    )


def _keep_refused(order: Order, verdicts: Sequence[Verdict], lines: pl.DataFrame, report: Report) -> Path:
    """A refused run loses nothing: its bad rows and its report stand beside the snapshots."""
    folder = order.data / "refused" / f"{order.name}-{datetime.now(CHINA):%Y%m%d-%H%M%S-%f}"
    folder.mkdir(parents=True)
    _write_findings(folder, verdicts, lines, report)
    return folder


def _write_findings(folder: Path, verdicts: Sequence[Verdict], lines: pl.DataFrame, report: Report) -> None:
    lines.write_parquet(folder / "quarantine.parquet")
    if lines.height:
        write_quarantine_workbook(folder / "quarantine.xlsx", verdicts, lines)
    (folder / "report.html").write_text(html(report), encoding="utf-8")


def _publish(
    order: Order,
    sources: Sequence[SourceFile],
    verdicts: Sequence[Verdict],
    accepted: dict[str, pl.DataFrame],
    lines: pl.DataFrame,
    report: Report,
    added: dict[str, Appended],
    base: Snapshot | None,
    rules: pl.DataFrame | None,
) -> Path:
    rows = {table: added[table].rows if base else frame for table, frame in accepted.items()}
    tables = {
        verdict.table: manifest_counts(
            verdict,
            {"carried": added[verdict.table].carried, "replaced": added[verdict.table].replaced} if base else {},
        )
        for verdict in verdicts
    }
    if base:
        _carry(base, rows, tables)
    with make_build_folder(order.name, data=order.data) as folder:
        written = [table for table in TABLES if table in rows or table in REQUIRED_TABLES]
        for table in written:
            schema = TABLES[table]
            frame = rows.get(table, pl.DataFrame(schema=schema)).sort(*ORDER[table], nulls_last=True)
            frame.write_parquet(folder / f"{table}.parquet", row_group_size=ROW_GROUP_ROWS)
        own_rules = rules if rules is not None else _rules_of(base)
        if own_rules is not None:
            own_rules.write_parquet(folder / "item_rules.parquet")
        _write_findings(folder, verdicts, lines, report)
        publication = Publication(
            name=order.name,
            kind=order.kind,
            as_of=order.as_of,
            created_at=datetime.now(CHINA).isoformat(timespec="seconds"),
            tables=tables,
            coverage={
                table: coverage(table, rows[table], as_of=order.as_of) if table in rows else None for table in written
            },
            sources=list_sources(sources, verdicts, rows, base),
        )
        return publish(publication, folder, data=order.data, activate=order.activate)


def _carry(base: Snapshot, rows: dict[str, pl.DataFrame], tables: dict[str, dict[str, object]]) -> None:
    """A table that no input holds is carried over whole."""
    for table in TABLES:
        if table not in rows and base.reports(table):
            rows[table] = rows_of(base, table)
            nothing = dict.fromkeys(("read", "accepted", "quarantined", "duplicate", "blank", "total"), 0)
            tables[table] = nothing | {"reasons": {}, "carried": rows[table].height, "replaced": 0}


def _rules_of(base: Snapshot | None) -> pl.DataFrame | None:
    return pl.read_parquet(base.file("item_rules")) if base and base.has("item_rules") else None


def coverage(table: str, rows: pl.DataFrame, *, as_of: date) -> tuple[date, date] | None:
    """First and last date of a table; None where no row has one."""
    if table == "applications":
        first, last = rows.select(
            pl.col("submitted_on").min().alias("first"), pl.col("submitted_on").max().alias("last")
        ).row(0)
    elif table == "outcomes":
        first, last = rows.select(
            pl.date(pl.col("year").min(), 1, 1).alias("first"), pl.date(pl.col("year").max(), 12, 31).alias("last")
        ).row(0)
    else:
        first, last = rows.select(
            pl.coalesce("awarded_on", pl.date("award_year", 1, 1)).min().alias("first"),
            pl.coalesce("awarded_on", pl.date("award_year", 12, 31)).max().alias("last"),
        ).row(0)
    return (first, min(last, as_of)) if first and last else None
