"""A known snapshot, written out as three offices would export it, comes back cell for cell, with the same findings.

The names are those of the data contract, copied by hand; the forms of days, amounts and places are drawn at random.
"""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import load_registry
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.snapshots.contract import APPLICATIONS, AWARDS
from tests.etl.intake.conftest import Run
from tests.etl.intake.files import csv_bytes, write_xls, write_xlsx

pytestmark = pytest.mark.long

HEADERS = {
    "application_id": ("申请编号", "受理编号"), "fund_year": ("年度", "资金年度"), "item_code": ("项目代码", "措施代码"),
    "uscc": ("统一社会信用代码", "信用代码"), "applicant": ("申报单位", "企业名称"), "applicant_kind": ("单位类型",),
    "size_class": ("企业规模",), "district_registered": ("注册地", "辖区"), "district_operating": ("经营地",),
    "district_project": ("项目所在地",), "cluster_code": ("产业集群", "所属集群"), "certificate_type": ("证书类型",),
    "certificate_no": ("证书编号", "证书号"), "project_title": ("项目名称",), "units": ("数量", "证书数量"),
    "submitted_on": ("提交日期", "申报日期"), "accepted_on": ("受理日期",),
    "reviewed_on": ("评审日期",), "decided_on": ("决定日期", "审定日期"), "publicised_on": ("公示日期",),
    "granted_on": ("下达日期",), "paid_on": ("拨付日期",), "withdrawn_on": ("撤回日期",), "revoked_on": ("撤销日期",),
    "status": ("状态",), "requested_yuan": ("申请金额",), "approved_yuan": ("核定金额", "资助金额"),
    "paid_yuan": ("拨付金额",), "clawback_yuan": ("追回金额",), "score_permille": ("得分",), "rank": ("名次", "排名"),
    "tier": ("等次",), "reject_reason": ("不予资助原因",), "other_support_ref": ("其他市级资助",),
}  # fmt: skip
AWARD_HEADERS = {
    "award_id": ("奖项编号", "证书登记号"), "organisation": ("获奖单位", "持证单位"), "level": ("等级",),
    "category": ("类别",), "edition": ("届次",), "awarded_on": ("授予日期", "发证日期"), "award_year": ("年份",),
    "valid_until": ("有效期至", "有效期"),
    "decision_status": ("认定状态",), "amount_yuan": ("奖金",), "source_type": ("来源类型",), "source_url": ("来源网址",),
    "document_no": ("文号",), "application_id": ("申请编号",),
}  # fmt: skip
# the day of the matter goes by another name in each table
EVENT = {"event_on": ("获证日期", "获奖日期", "事项日期")}
VALUES = {
    "applicant_kind": {
        "enterprise": "企业", "public_institution": "事业单位", "social_organisation": "社会组织",
        "testing_body": "检验检测机构", "platform": "平台机构", "other": "其他",
    },
    "size_class": {"large": "大型", "medium": "中型企业", "small": "小型", "micro": "微型企业"},
    "status": {
        "submitted": "已提交", "accepted": "已受理", "under_review": "评审中", "publicised": "公示中", "approved": "已批准",
        "granted": "已下达", "paid": "已拨付", "rejected": "不予资助", "withdrawn": "已撤回", "revoked": "已撤销",
    },
    "decision_status": {
        "proposed": "拟奖公示", "preliminary": "初选", "shortlisted": "入围", "conferred": "授予", "revoked": "撤销",
    },
    "tier": {1: "一等", 2: "二等", 3: "三等"},
}  # fmt: skip
PLACES = {"440311": ("光明区", "光明新区"), "4403DP": ("大鹏新区", "大鹏"), "4403SS": ("深汕合作区", "深汕特别合作区"),
          "440305": ("南山", "深圳市南山区", "440305")}  # fmt: skip
BLANKS = (None, "", "—", "-", "/", "无")
WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}
Office = Callable[[Path, list[list[Any]]], Path]


def day_text(day: date, chance: random.Random) -> str:
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
        f"{day:%Y%m%d}",
        str((day - date(1899, 12, 30)).days),
        day.isoformat().translate(WIDE),
    )
    return chance.choice(forms)


def amount_text(amount: Decimal, chance: random.Random) -> str:
    """The header says 万元; a unit in the cell beats it."""
    wan = f"{(amount / 10_000).normalize():f}"
    return chance.choice((wan, f"{wan}万元", f"{amount:,.2f}元", f"￥{amount:,}", f"{amount}元".translate(WIDE)))


def cell(column: str, value: Any, chance: random.Random) -> Any:
    if value is None:
        return chance.choice(BLANKS)
    if isinstance(value, date):
        return day_text(value, chance)
    if column.endswith("_yuan"):
        return amount_text(value, chance)
    if column.startswith("district_"):
        return chance.choice(PLACES.get(value, (value,)))
    if column in VALUES:
        return VALUES[column][value]
    if column in ("uscc", "cluster_code"):
        return chance.choice((value, value.lower()))
    return str(value)


def office_table(frame: pl.DataFrame, names: dict[str, tuple[str, ...]], chance: random.Random) -> list[list[Any]]:
    """Title, header, rows with a blank one and a repeated one among them, and a total at the foot."""
    headers = [chance.choice(names[name]) + ("(万元)" if name.endswith("_yuan") else "") for name in frame.columns]
    rows = [[cell(name, value, chance) for name, value in zip(frame.columns, row, strict=True)] for row in frame.iter_rows()]
    again = [cell(name, value, chance) for name, value in zip(frame.columns, frame.row(0), strict=True)]
    blank: list[Any] = [None] * len(headers)
    title = ["汇总表", *blank[1:]]
    return [title, headers, *rows, blank, again, ["合计", *blank[1:]]]


def as_gb18030(path: Path, cells: list[list[Any]]) -> Path:
    path.write_bytes(csv_bytes(cells, encoding="gb18030"))
    return path


OFFICES: tuple[tuple[str, Office], ...] = (
    ("gb18030.csv", as_gb18030),
    ("new.xlsx", lambda path, cells: write_xlsx(path, {"申报": cells}, merged=["A1:F1"])),
    ("old.xls", lambda path, cells: write_xls(path, {"申报": cells})),
)


@pytest.fixture(scope="module")
def known(shipped: Path) -> Snapshot:
    """The shipped synthetic snapshot."""
    return open_snapshot("synthetic", data=shipped)


def rules_file(known: Snapshot, path: Path) -> Path:
    rules = pl.read_parquet(known.file("item_rules"))
    rules.with_columns(offered=pl.when("offered").then(pl.lit("yes")).otherwise(pl.lit("no"))).write_csv(path)
    return path


def test_what_three_offices_export_comes_back_cell_for_cell(known: Snapshot, run: Run, tmp_path: Path) -> None:
    chance = random.Random(20230620)
    applications = pl.read_parquet(known.file("applications")).head(1_500)
    awards = pl.read_parquet(known.file("awards"))
    registry = load_registry()
    assert set(HEADERS | EVENT) == set(APPLICATIONS)
    assert set(AWARD_HEADERS) | (set(HEADERS) & set(AWARDS)) == set(AWARDS)
    by_code = registry.items
    names = HEADERS | EVENT
    files = []
    for number, (name, write) in enumerate(OFFICES):
        part = applications[number * 500 : (number + 1) * 500]
        if number == 1:
            # this office knows items by name only
            part = part.with_columns(
                item_code=pl.col("item_code").replace({code: by_code[code].name_zh for code in by_code})
            )
        own = names | ({"item_code": ("资助项目", "项目类别")} if number == 1 else {})
        files.append(write(tmp_path / name, office_table(part, own, chance)))
    award_names = {name: AWARD_HEADERS.get(name) or HEADERS[name] for name in AWARDS}
    files.append(as_gb18030(tmp_path / "awards.csv", office_table(awards, award_names, chance)))
    outcome = run(*files, rules=rules_file(known, tmp_path / "rules.csv"), max_quarantine=0.0)
    read = open_snapshot("trial", data=tmp_path / "data")
    for table, before, key in (("applications", applications, "application_id"), ("awards", awards, "award_id")):
        after = pl.read_parquet(read.file(table)).drop("source")
        assert after.sort(key).equals(before.sort(key).select(after.columns)), table
    for account, count, sheets in zip(
        (entry.account for entry in outcome.report.tables), (applications.height, awards.height), (3, 1), strict=True
    ):
        assert (account.accepted, account.quarantined) == (count, 0)
        assert (account.duplicate, account.blank, account.total) == (sheets, sheets, sheets)


def test_the_same_rows_by_another_way_have_the_same_findings(known: Snapshot, run: Run, tmp_path: Path) -> None:
    files = []
    for table, names in (("applications", HEADERS | EVENT), ("awards", HEADERS | AWARD_HEADERS)):
        frame = pl.read_parquet(known.file(table))
        cells = office_table(frame, {name: names[name][:1] for name in frame.columns}, random.Random(1))
        files.append(as_gb18030(tmp_path / f"{table}.csv", cells))
    run(*files, rules=rules_file(known, tmp_path / "rules.csv"))
    order = ["rule_code", "application_id", "award_id", "amount_yuan", "explanation"]
    before = pl.read_parquet(known.file("findings")).sort(order)
    after = pl.read_parquet(open_snapshot("trial", data=tmp_path / "data").file("findings")).sort(order)
    assert before.height > 100
    assert after.equals(before)
