"""What is planted on demand: found in the rows where the list of plants says, by code that knows no plant."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from stdnum.cn import uscc

from dashboard.etl.__main__ import main
from dashboard.etl.synthetic.plants import PLANTS, PlantError, chosen_plants
from dashboard.policy import load_registry
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import snapshot_names
from tests.conftest import publish_hostile
from tests.snapshot_builder import APPLICATIONS

pytestmark = pytest.mark.long

AS_OF = date(2026, 10, 31)
Row = dict[str, Any]
Cell = tuple[str, str]
STAGES = ("submitted_on", "accepted_on", "decided_on", "publicised_on", "granted_on", "paid_on", "revoked_on")
# how far along the stages a status has come; a withdrawn case ends apart
REACHED = {"submitted": 1, "accepted": 2, "under_review": 2, "approved": 3, "rejected": 3, "publicised": 4, "granted": 5,
           "paid": 6, "revoked": 7}  # fmt: skip
APPROVED = ("approved", "publicised", "granted", "paid", "revoked")
# what some planted file has no column of
LACKING = {"paid_yuan", "granted_on", "publicised_on", "decided_on", "uscc", "valid_until"}
QUOTES = "“”‘’\"'「」『』《》"


class Planted:
    """The rows of a snapshot by id, and what its list says of each plant."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cases = pl.read_parquet(folder / "applications.parquet").to_dicts()
        self.awards = pl.read_parquet(folder / "awards.parquet").to_dicts()
        self.notes = pl.read_parquet(folder / "planted.parquet").to_dicts()
        self.by_id = {row["application_id"]: row for row in self.cases} | {row["award_id"]: row for row in self.awards}
        self.manifest = json.loads((folder / "manifest.json").read_text("utf-8"))

    def of(self, plant: str) -> list[Row]:
        return [note for note in self.notes if note["plant"] == plant]

    def cells(self, plant: str) -> set[Cell]:
        return {(note["id"], note["column"]) for note in self.of(plant)}

    def sets(self, plant: str) -> list[list[Row]]:
        grouped = defaultdict(list)
        for note in self.of(plant):
            grouped[note["set"]].append(note)
        return list(grouped.values())

    def row(self, note: Row) -> Row:
        found: Row = self.by_id[note["id"]]
        return found

    def claimant(self, award: Row) -> str | None:
        """The case that claims an award: the one it names, else by folded number the earliest filed, then the lower id."""
        living = [case for case in self.cases if case["status"] != "withdrawn"]
        named = [case for case in living if case["application_id"] == award["application_id"]]
        numbered = [
            case
            for case in living
            if award["application_id"] is None and award["certificate_no"] is not None and case["certificate_no"] is not None
            if case["certificate_type"] == award["certificate_type"]
            and folded(case["certificate_no"]) == folded(award["certificate_no"])
        ]
        first = min(named or numbered, key=lambda case: (case["submitted_on"], case["application_id"]), default=None)
        return None if first is None else first["application_id"]


def folded(text: str) -> str:
    """Width, case, white space and quotation marks do not count; a raised figure is no figure of the line."""
    apart = "".join(f"\x00{sign}\x00" if unicodedata.category(sign) == "No" else sign for sign in text)
    plain = unicodedata.normalize("NFKC", apart)
    found = "".join(sign for sign in plain if not sign.isspace() and sign not in QUOTES).upper()
    return found.replace(".", "").replace(",", "") if found.isascii() and "CO" in found and "LTD" in found else found


@pytest.fixture(scope="module")
def planted(hostile: Path) -> Planted:
    return Planted(hostile / "snapshots" / "hostile")


def implied(status: str) -> tuple[str, ...]:
    return ("submitted_on", "accepted_on", "withdrawn_on") if status == "withdrawn" else STAGES[: REACHED[status]]


def whole_file(cases: Iterable[Row]) -> list[Row]:
    """Cases of the one file that has every column."""
    return [case for case in cases if case["source"] == 0]


def test_every_plant_is_listed_and_every_listed_row_exists(planted: Planted) -> None:
    listed = {note["plant"] for note in planted.notes}
    assert set(PLANTS) == {plant for plant in listed if not re.fullmatch(r"C\d\d", plant)}
    for note in planted.notes:
        assert note["id"] in planted.by_id
        assert note["table"] == ("applications" if "fund_year" in planted.row(note) else "awards")
        assert note["column"] is None or note["column"] in planted.row(note)
        assert note["what"]
        assert note["expected"]
    assert 800 <= len(planted.cases) <= 1_100


def test_missing_dates(planted: Planted) -> None:
    found = {
        (case["application_id"], column)
        for case in whole_file(planted.cases)
        for column in implied(case["status"])
        if case[column] is None
    }
    assert found == planted.cells("missing-dates")
    kinds = {(planted.by_id[name]["status"], column) for name, column in found}
    assert kinds == {(status, column) for status in (*REACHED, "withdrawn") for column in implied(status)[1:]}
    for note in planted.of("missing-dates"):
        case = planted.row(note)
        stages = implied(case["status"])
        place = stages.index(note["column"])
        low = max(case[name] for name in stages[:place] if case[name])
        high = min((case[name] for name in stages[place + 1 :] if case[name]), default=AS_OF)
        assert note["expected"] == f"unknown between {low} and {high}, else known"
        assert low <= date.fromisoformat(note["what"][-11:-1]) <= high


def test_days_beyond_the_status(planted: Planted) -> None:
    stages = {*STAGES, "withdrawn_on"}
    found = {
        (case["application_id"], column)
        for case in planted.cases
        for column in stages - set(implied(case["status"]))
        if case[column] is not None
    }
    assert found == planted.cells("beyond-status")
    assert all(planted.row(note)[note["column"]] <= AS_OF for note in planted.of("beyond-status"))


def test_ties(planted: Planted) -> None:
    assert len(planted.sets("ties")) == 3
    for first, second in planted.sets("ties"):
        one, two = planted.row(first), planted.row(second)
        assert [one[stage] for stage in STAGES] == [two[stage] for stage in STAGES]
        assert one["application_id"] < two["application_id"]
        assert one["uscc"] == two["uscc"]
        if first["column"] == "project_title":
            assert one["project_title"] == two["project_title"]
        if "C07" in second["expected"]:
            assert one["units"] + two["units"] > 3 >= one["units"]


def test_leap_days(planted: Planted) -> None:
    days = {note["column"]: planted.row(note)[note["column"]] for note in planted.of("leap-days")}
    leap = date(2024, 2, 29)
    assert days == dict.fromkeys(("submitted_on", "decided_on", "paid_on", "awarded_on"), leap) | {
        "valid_until": date(2028, 2, 29)
    }
    for note in planted.of("leap-days"):
        reached = [day for stage in STAGES if (day := planted.row(note).get(stage))]
        assert reached == sorted(reached)


def test_two_windows_a_year(planted: Planted) -> None:
    rules = pl.read_parquet(planted.folder / "item_rules.parquet").filter(item_code="04-1", fund_year="2025")
    windows = sorted(zip(rules["window_start"], rules["window_end"], strict=True))
    assert windows == [(date(2025, 6, 12), date(2025, 7, 3)), (date(2025, 10, 9), date(2025, 10, 31))]
    (_, closed), (opened, last) = windows
    late = {
        case["application_id"]: opened <= case["submitted_on"] <= last
        for case in planted.cases
        if (case["item_code"], case["fund_year"]) == ("04-1", 2025) and (case["submitted_on"] - closed).days > 10
    }
    assert late == {note["id"]: note["expected"] != "C09" for note in planted.of("two-windows")}
    assert sorted(late.values()) == [False, True, True, True]


def test_fund_years_to_come(planted: Planted) -> None:
    later = {(case["application_id"], "fund_year") for case in planted.cases if case["fund_year"] > AS_OF.year}
    assert later == planted.cells("later-years")
    assert {planted.by_id[name]["fund_year"] for name, _ in later} == {2027, 2028}


def codes_by_name(planted: Planted) -> dict[str, set[str]]:
    found = defaultdict(set)
    for case in planted.cases:
        found[folded(case["applicant"])].add(case["uscc"])
    return found


def test_names_without_codes(planted: Planted) -> None:
    codes = codes_by_name(planted)
    own = []
    for note in planted.of("names-without-codes"):
        award = planted.row(note)
        assert award["uscc"] is None
        stated = re.match(r"belongs to (\w{18}) ", note["expected"])
        assert codes.get(folded(award["organisation"]), set()) == ({stated[1]} if stated else set())
        own += [] if stated else [award["organisation"]]
    assert len(own) == 2 == own.count(own[0])


def test_one_name_two_codes(planted: Planted) -> None:
    shared = {name for name, codes in codes_by_name(planted).items() if len(codes) > 1}
    rows = [planted.row(note) for note in planted.of("one-name-two-codes")]
    assert {folded(row.get("applicant") or row["organisation"]) for row in rows} == shared
    assert [row["uscc"] is None for row in rows].count(True) == 2


def test_one_code_two_names(planted: Planted) -> None:
    names = defaultdict(list)
    for case in planted.cases:
        names[case["uscc"]].append(case["applicant"])
    renamed = {code for code, written in names.items() if len(set(written)) > 1}
    notes = planted.of("one-code-two-names")
    assert renamed == {row["uscc"] for note in notes if (row := planted.row(note))["uscc"]}
    for code in renamed:
        assert sorted(names[code].count(name) for name in set(names[code])) == [1, 2]


def test_forms_that_fold_to_one_and_forms_that_do_not(planted: Planted) -> None:
    kinds = set()
    for first, second in planted.sets("folded-names"):
        one, two = (planted.row(note)[note["column"]] for note in (first, second))
        same = {
            "organisation": "belongs to",
            "project_title": "C05",
            "certificate_no": "the claim of",
        }[second["column"]]
        is_one = second["expected"].startswith(same) and second["expected"] != "belongs to an organisation of its own"
        assert one != two
        assert (folded(one) == folded(two)) == is_one, (one, two)
        kinds.add((second["column"], is_one))
    assert kinds == {(name, one) for name in ("organisation", "project_title", "certificate_no") for one in (True, False)}


@pytest.mark.parametrize("plant", ["several-awards", "two-cases-one-award", "award-names-other-number", "withdrawn-claims"])
def test_links(plant: str, planted: Planted) -> None:
    claimed = {planted.claimant(award) for award in planted.awards}
    for note in planted.of(plant):
        if note["table"] == "applications":
            assert note["expected"] == "claims nothing"
            assert note["id"] not in claimed
        elif note["expected"] == "unclaimed":
            assert planted.claimant(planted.row(note)) is None
        else:
            (case,) = {*re.findall(r"P\d{9}", note["expected"] + note["what"])} & {planted.claimant(planted.row(note))}
            assert case in note["expected"] or note["expected"] == "claimed by that case"
    awards = [planted.row(note) for note in planted.of(plant) if note["table"] == "awards"]
    cases = [
        planted.by_id[name] for note in planted.of(plant) for name in re.findall(r"P\d{9}", note["what"] + note["expected"])
    ]
    if plant == "several-awards":
        assert len(awards) == 3
        assert {case["units"] for case in cases} == {1}
    elif plant == "withdrawn-claims":
        assert len([case for case in cases if case["status"] == "withdrawn"]) == len(awards) == 3
    elif plant == "award-names-other-number":
        assert all(planted.by_id[award["application_id"]]["certificate_no"] != award["certificate_no"] for award in awards)
    else:
        numbers = [case["certificate_no"] for case in {case["application_id"]: case for case in cases}.values()]
        assert all(numbers.count(award["certificate_no"]) == 2 for award in awards)


def test_undated_honours(planted: Planted) -> None:
    undated = {award["award_id"] for award in planted.awards if award["awarded_on"] is None and award["award_year"] is None}
    years = {
        award["award_id"] for award in planted.awards if award["awarded_on"] is None and award["award_year"] is not None
    }
    notes = [note for note in planted.of("undated-honours") if note["table"] == "awards"]
    assert {note["id"] for note in notes if note["what"] == "neither day nor year"} == undated
    assert {note["id"] for note in notes if "only" in note["what"]} <= years
    (again,) = (note for note in planted.of("undated-honours") if note["table"] == "applications")
    assert earlier_of_first_time(planted, planted.row(again)) == ["2021"]


def test_certificates_that_serve_twice(planted: Planted) -> None:
    served = defaultdict(list)
    for case in planted.cases:
        if case["certificate_no"] and case["status"] in APPROVED:
            served[case["certificate_type"], folded(case["certificate_no"])].append(case)
    twice = {case["application_id"]: cases for cases in served.values() if len(cases) > 1 for case in cases}
    assert twice.keys() == {note["id"] for note in planted.of("served-twice")}
    for note in planted.of("served-twice"):
        first = min(twice[note["id"]], key=lambda case: (case["decided_on"], case["submitted_on"], case["application_id"]))
        assert note["expected"].startswith("clean" if first["application_id"] == note["id"] else "C05")


def earlier_of_first_time(planted: Planted, row: Row) -> list[str]:
    """Days of cases and honours of the type, of the same code or, without one, the same name, before that of ``row``."""
    kind, code, name = row["certificate_type"], row["uscc"], row.get("applicant") or row["organisation"]
    known = {code} - {None} or codes_by_name(planted)[folded(name)]
    names = {folded(award["organisation"]) for award in planted.awards if award["uscc"] in known and award["organisation"]}
    names |= {folded(case["applicant"]) for case in planted.cases if case["uscc"] in known} | {folded(name)}
    own = row.get("event_on") or row["awarded_on"]
    found = {
        str(award["awarded_on"] or award["award_year"])
        for award in planted.awards
        if award["certificate_type"] == kind and award["award_id"] != row.get("award_id")
        if (award["uscc"] in known if award["uscc"] else folded(award["organisation"] or "") in names)
    }
    return sorted(day for day in found if day < str(own))


def test_first_time_items_repeated(planted: Planted) -> None:
    notes = planted.of("first-time-again")
    ways = set()
    for note in notes:
        is_again = note["expected"] == "C04" or note["expected"].startswith("not claimable")
        assert bool(earlier_of_first_time(planted, planted.row(note))) == is_again, note
        ways.add((note["table"], note["what"].rpartition("by ")[2] if "by " in note["what"] else "code"))
    assert ways == {(table, how) for table in ("applications", "awards") for how in ("code", "name")}


def test_unknown_amounts(planted: Planted) -> None:
    stated = {
        "approved_yuan": APPROVED,
        "paid_yuan": ("paid", "revoked"),
        "clawback_yuan": ("revoked",),
    }
    found = {
        (case["application_id"], column)
        for column, statuses in stated.items()
        for case in whole_file(planted.cases)
        if case["status"] in statuses and case[column] is None
    }
    cells = planted.cells("unknown-amounts")
    assert found == {(name, column) for name, column in cells if column != "requested_yuan"}
    assert all(planted.by_id[name][column] is None for name, column in cells)


def test_support_declared_as_words(planted: Planted) -> None:
    words = {
        case["application_id"]: case["other_support_ref"]
        for case in planted.cases
        if case["other_support_ref"] and not case["other_support_ref"].startswith("合成")
    }
    assert words.keys() == {note["id"] for note in planted.of("support-words")}
    none = {words[note["id"]] for note in planted.of("support-words") if note["expected"].startswith("none declared")}
    check = {words[note["id"]] for note in planted.of("support-words") if note["expected"].startswith("to check")}
    assert none == {"否", "无", "没有", "不涉及", "未享受其他市级资助", "N/A", "NULL", "0"}
    assert check == {"是", "有"}


def test_files_without_a_column(planted: Planted) -> None:
    lacking = set()
    for table, key in (("applications", "application_id"), ("awards", "award_id")):
        frame = pl.read_parquet(planted.folder / f"{table}.parquet")
        for (source,), rows in frame.partition_by("source", as_dict=True).items():
            entry = planted.manifest["sources"][source]
            values = [name for name in frame.columns if name != "source" and rows[name].null_count() < rows.height]
            assert entry["columns"][table] == values
            absent = set(planted.manifest["sources"][0]["columns"][table]) - set(values)
            if source:
                lacking |= {(name, column) for name in rows[key] for column in absent & LACKING}
    assert lacking == planted.cells("missing-columns")
    assert len(planted.manifest["sources"]) == 5


def test_the_drawn_rows_are_the_same_and_so_are_their_breaches(planted: Planted, tmp_path: Path) -> None:
    bare = publish_hostile(tmp_path, plants="", judged=False)
    rows = pl.read_parquet(bare / "applications.parquet")
    assert dict(rows.schema) == APPLICATIONS
    drawn = pl.DataFrame([case for case in planted.cases if case["application_id"].startswith("A")], schema=APPLICATIONS)
    assert drawn.equals(rows)
    breaches = pl.read_parquet(bare / "planted.parquet")
    assert breaches.rows() == [
        (note["id"], note["plant"]) for note in planted.notes if re.fullmatch(r"C\d\d", note["plant"])
    ]
    assert "columns" not in json.loads((bare / "manifest.json").read_text("utf-8"))["sources"][0]


def test_breaches_among_the_drawn_rows_stay_exact(planted: Planted) -> None:
    """What is planted beside them makes no neighbour break a rule."""
    findings = pl.read_parquet(planted.folder / "findings.parquet").filter(severity="breach")
    found = findings.filter(pl.col("application_id").str.starts_with("A"))
    assert set(found.select("application_id", "rule_code").iter_rows()) == {
        (note["id"], note["plant"]) for note in planted.notes if re.fullmatch(r"C\d\d", note["plant"])
    }


def test_same_seed_same_bytes_and_only_what_was_asked_for(tmp_path: Path) -> None:
    asked = "support-words,ties"
    once, again, other = (
        publish_hostile(tmp_path / name, plants=asked, seed=seed, judged=False)
        for name, seed in (("once", 7), ("again", 7), ("other", 8))
    )
    for file in ("applications.parquet", "awards.parquet", "planted.parquet", "item_rules.parquet", "manifest.json"):
        assert (once / file).read_bytes() == (again / file).read_bytes(), file
    assert (once / "applications.parquet").read_bytes() != (other / "applications.parquet").read_bytes()
    plants = set(pl.read_parquet(once / "planted.parquet")["plant"])
    assert {name for name in plants if not name.startswith("C")} == {"support-words", "ties"}
    assert "source" not in pl.read_parquet_schema(once / "applications.parquet")


def test_names_of_plants() -> None:
    assert chosen_plants("ties, missing-dates") == ("missing-dates", "ties")
    assert chosen_plants("hostile") == tuple(PLANTS)
    for wrong in ("weeds", "ties,weeds", "", ","):
        with pytest.raises(PlantError):
            chosen_plants(wrong)


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path)
    assert main(["synthetic", "--plant", "help", "--data", data]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [*PLANTS, "hostile"]
    assert all(len(line.split()) > 2 for line in lines)
    assert main(["synthetic", "--plant", "weeds", "--data", data]) == 1
    assert main(["synthetic", "--plant", "ties", "--as-of", "2024-10-31", "--data", data]) == 1
    assert snapshot_names(data=tmp_path) == []
    call = ["synthetic", "--plant", "ties", "--rows", "800", "--name", "trial", "--unjudged", "--data", data]
    assert main(call) == 0
    assert "ties" in set(pl.read_parquet(tmp_path / "snapshots" / "trial" / "planted.parquet")["plant"])


def test_credit_codes_of_planted_organisations_are_valid_and_nobody_elses(planted: Planted) -> None:
    codes = {row["uscc"]: row for row in (*planted.cases, *planted.awards) if row["uscc"]}
    assert all(uscc.is_valid(code) for code in codes)
    own = {row["uscc"] for row in planted.cases if row["application_id"].startswith("P")}
    drawn = {row["uscc"] for row in planted.cases if row["application_id"].startswith("A")}
    assert own
    assert not own & drawn
    assert {planted.by_id[note["id"]]["item_code"] for note in planted.notes if note["plant"] in PLANTS} <= set(
        load_registry().items
    )


def test_the_documents_list_the_plants() -> None:
    text = (PROJECT_DIR / "docs" / "testing.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, flags=re.MULTILINE) == list(PLANTS)
