"""The data API: the pages' figures under the pages' filter names; strict, versioned, paged, true to its document."""

import hashlib
import io
import json
from pathlib import Path

import httpx
import polars as pl
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from schemathesis.checks import CHECKS, load_all_checks

from dashboard.policy import load_registry
from dashboard.presentation.answers import to_plain
from dashboard.questions.filters import choices
from dashboard.server.api.openapi import document
from dashboard.warehouse import query_info, query_names
from tests.conftest import ask
from tests.patience import HANG_SECONDS
from tests.server.serving import Serve, Served
from tests.snapshot_builder import build

FIGURES = [
    "overview/totals",
    "uptake/by_item",
    "uptake/by_district",
    "uptake/by_month",
    "process/funds",
    "conformity/by_rule",
]
TOKENS = {"leader": "token-of-a-leader", "evaluator": "token-of-an-evaluator"}


def path(name: str) -> str:
    return f"/api/v1/query/{name}"


def test_every_query_is_listed_described_and_answered(server: Served) -> None:
    listed = server.get("/api/v1/queries").json()["queries"]
    assert [entry["name"] for entry in listed] == query_names()
    assert set(document()["paths"]) == {"/api/v1/queries", "/api/v1/snapshots", *map(path, query_names())}
    for name in query_names():
        answer = server.get(path(name), params={"limit": 1})
        assert answer.status_code == 200, (name, answer.text)
        assert len(answer.json()["rows"]) <= 1
        columns = [column["name"] for column in answer.json()["columns"]]
        assert all(list(row) == columns for row in answer.json()["rows"])


def test_snapshots_are_listed_with_their_kind(server: Served) -> None:
    listed = server.get("/api/v1/snapshots").json()["snapshots"]
    assert {entry["name"]: (entry["kind"], entry["is_current"]) for entry in listed} == {
        "published": ("published", False),
        "synthetic": ("synthetic", True),
    }


def test_formats_hold_the_same_answer(server: Served, shipped: Path) -> None:
    given = {"period": "fund_year:2025", "district": "440305"}
    expected = ask("uptake/by_item", data=shipped, **given)
    answers = {
        form: server.get(path("uptake/by_item"), params=given | {"format": form})
        for form in ("json", "csv", "parquet", "arrow")
    }
    assert {form: answer.status_code for form, answer in answers.items()} == dict.fromkeys(answers, 200)
    # interval limits may differ in the last bit between two processes
    assert_frame_equal(pl.read_parquet(io.BytesIO(answers["parquet"].content)), expected, rel_tol=1e-12)
    assert_frame_equal(pl.read_ipc(io.BytesIO(answers["arrow"].content)), expected, rel_tol=1e-12)
    read = pl.read_csv(io.BytesIO(answers["csv"].content), schema=expected.schema)
    assert_frame_equal(read, expected, rel_tol=1e-12)
    rows = answers["json"].json()["rows"]
    assert [row["application_count"] for row in rows] == expected["application_count"].to_list()
    assert [row["approved_yuan"] for row in rows] == [None if v is None else float(v) for v in expected["approved_yuan"]]


def test_null_stays_null_where_applications_are_not_reported(server: Served) -> None:
    row = server.get(path("overview/totals"), params={"snapshot": "published"}).json()["rows"][0]
    assert row["application_count"] is None
    assert row["approved_yuan"] is None
    assert row["reporting_state"] == "not_reported"


def test_pages_of_an_answer_are_the_whole_answer(server: Served, shipped: Path) -> None:
    given = {"period": "fund_year:2025", "district": "440305", "item": "03-1"}
    whole = ask("records/applications", data=shipped, **given)["application_id"].to_list()
    found: list[str] = []
    following: str | None = path("records/applications") + "?period=fund_year:2025&district=440305&item=03-1&limit=3"
    while following:
        answer = server.get(following)
        found += [row["application_id"] for row in answer.json()["rows"]]
        following = answer.json()["next"]
        assert (following is None) == ("link" not in answer.headers)
    assert len(whole) > 3
    assert found == whole


def test_a_search_finds_the_same_in_any_case_of_letters(server: Served, shipped: Path) -> None:
    few = {"period": "fund_year:2025", "district": "440305", "item": "03-1"}
    whole = ask("records/applications", data=shipped, **few)
    code = whole["uscc"][0]
    own = whole.filter(pl.col("uscc") == code)["application_id"].to_list()
    for text in (code, code.lower()):
        given = {**few, "search": text}
        total, listed = (server.get(path(f"records/{name}"), params=given) for name in ("application_total", "applications"))
        assert total.json()["rows"][0]["application_count"] == len(own)
        assert [row["application_id"] for row in listed.json()["rows"]] == own


@pytest.mark.parametrize("name", ["process/stuck", "uptake/by_month"])
def test_paging_works_alike_whether_or_not_the_query_pages_itself(name: str, server: Served, shipped: Path) -> None:
    whole = server.get(path(name), params={"limit": 100_000}).json()["rows"]
    parts = [server.get(path(name), params={"limit": 7, "offset": offset}).json()["rows"] for offset in (0, 7, 14)]
    assert [row for part in parts for row in part] == whole[:21]


def test_an_unchanged_answer_is_not_sent_again(server: Served) -> None:
    first = server.get(path("uptake/by_item"), params={"period": "fund_year:2025"})
    again = server.get(
        path("uptake/by_item"), params={"period": "fund_year:2025"}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    others = [{"period": "fund_year:2024"}, {"period": "fund_year:2025", "snapshot": "published"},
              {"period": "fund_year:2025", "format": "csv"}, {"period": "fund_year:2025", "limit": "5"}]  # fmt: skip
    tags = {server.get(path("uptake/by_item"), params=other).headers["etag"] for other in others}
    assert len(tags | {first.headers["etag"]}) == 5
    assert first.headers["cache-control"] == "private, no-cache"
    assert _varies_by(first) == {"authorization", "cookie"}, "all that identity stands in"


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("overview/totals?colour=red", 400, "colour"),
        ("overview/totals?district=440399", 400, "440399"),
        ("overview/totals?period=2025", 400, "period"),
        ("overview/totals?format=xml", 400, "format"),
        ("overview/totals?period=term&period=last12m", 400, "period"),
        ("overview/totals?limit=0", 400, "limit"),
        ("overview/totals?limit=100001", 400, "limit"),
        ("overview/totals?offset=-1", 400, "offset"),
        ("overview/totals?limit=%D9%A3", 400, "limit"),
        ("overview/totals?limit=1_0", 400, "limit"),
        ("overview/totals?snapshot=nope", 404, "nope"),
        ("overview/totals?snapshot=../../etc", 404, "etc"),
        ("overview/totals?snapshot=..%2F..%2Fetc%2Fpasswd%00", 404, "etc"),
        ("overview/totals?snapshot=", 400, "snapshot"),
        ("overview/nothing", 404, "nothing"),
        ("model/uptake", 404, "model"),
        ("uptake/breakdowns?dimensions=colour", 400, "dimensions"),
        ("process/durations?measure=x", 400, "measure"),
        ("records/applications?sort=uscc;drop", 400, "sort"),
        ("records/applications?descending=yes", 400, "descending"),
        ("records/organisation_awards?district=440305", 400, "district"),
    ],
)
def test_what_is_wrong_is_refused_and_named(query: str, status: int, named: str, server: Served) -> None:
    answer = server.get(f"/api/v1/query/{query}")
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"zh", "en"}
    assert named in error["en"]
    assert len(error["en"]) < 300


def test_text_of_a_row_is_inert_in_csv_and_never_becomes_markup(serve: Serve, tmp_path: Path) -> None:
    hostile = ['=HYPERLINK("http://evil.example")', "+1", "-1+1", "@SUM(A1)", "<script>alert(1)</script>"]
    rows = [{"applicant": text, "project_title": text, "uscc": f"U{place}"} for place, text in enumerate(hostile)]
    build(tmp_path, applications=rows, kind="synthetic")
    with serve(tmp_path) as running:
        csv = running.get(path("records/applications"), params={"format": "csv"})
        listed = running.get(path("records/applications"))
    texts = pl.read_csv(csv.content)["applicant"].to_list()
    assert sorted(texts) == sorted([*(f"'{text}" for text in hostile[:4]), hostile[4]])
    assert csv.headers["content-disposition"].startswith("attachment")
    assert sorted(row["applicant"] for row in listed.json()["rows"]) == sorted(hostile), "JSON holds the text itself"
    assert listed.headers["x-content-type-options"] == "nosniff"
    assert listed.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("official")
    statuses = ["paid", "approved", "rejected", "submitted", "withdrawn"]
    rows = [
        {
            "applicant": f"单位{status}",
            "uscc": f"U{status}",
            "status": status,
            "district_registered": "440305",
            "approved_yuan": 100_000 if status in ("paid", "approved") else None,
        }
        for status in statuses
    ]
    build(folder, applications=rows, kind="official", name="real")
    tokens = "".join(
        f'[[tokens]]\nsubject = "job of {role}"\nsha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n'
        f'role = "{role}"\nexpires = 2099-01-01T00:00:00Z\n'
        for role, token in TOKENS.items()
    )
    (folder / "access.toml").write_text(
        'method = "proxy"\n[roles]\nleaders = "leader"\n'
        f'[headers]\nX-User = "sub"\nX-Roles = "roles"\nX-Expires = "exp"\n{tokens}',
        encoding="utf-8",
    )
    return folder


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_official_data_need_a_configured_sign_in(serve: Serve, official: Path) -> None:
    with serve(official) as running:
        for name in ("overview/totals", "records/applications"):
            answer = running.get(path(name))
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert "real" not in answer.text
        unknown = running.get(path("overview/totals"), params={"snapshot": "nope"})
        assert unknown.status_code == 404
        assert unknown.json()["error"]["en"].endswith("Known snapshots: —."), "no name of an official snapshot"
        assert running.get("/api/v1/snapshots").json() == {"snapshots": []}
        assert running.get(path("overview/totals"), headers=bearer(TOKENS["leader"])).status_code == 401


def test_a_token_has_the_rights_of_its_role_and_everything_it_fetches_is_in_the_audit(serve: Serve, official: Path) -> None:
    with serve(official, DASHBOARD_ACCESS=str(official / "access.toml")) as running:
        assert running.get(path("overview/totals")).status_code == 401
        unknown = running.get(path("overview/totals"), params={"snapshot": "nope"}, headers=bearer(TOKENS["leader"]))
        assert unknown.json()["error"]["en"].endswith("Known snapshots: real.")
        assert running.get(path("overview/totals"), headers=bearer("made up")).status_code == 401
        seen = {role: running.get(path("records/applications"), headers=bearer(token)) for role, token in TOKENS.items()}
        names = {role: sorted(row["applicant"] for row in answer.json()["rows"]) for role, answer in seen.items()}
        assert names["leader"] == ["单位approved", "单位paid"]
        assert len(names["evaluator"]) == 5
        assert seen["leader"].headers["etag"] != seen["evaluator"].headers["etag"]
        kept = running.get(
            path("records/applications"),
            headers=bearer(TOKENS["leader"]) | {"if-none-match": seen["evaluator"].headers["etag"]},
        )
        assert kept.status_code == 200, "one reader's version is not another's"
        running.get(path("overview/totals"), headers=bearer(TOKENS["leader"]))
        own = bearer(TOKENS["leader"]) | {"if-none-match": seen["leader"].headers["etag"]}
        unchanged = running.get(path("records/applications"), headers=own)
        assert unchanged.status_code == 304
        assert _varies_by(unchanged) == {"authorization", "cookie", "x-user", "x-roles", "x-expires"}
        written = _audit(running)
    assert [(row["identity"], row["role"], row["action"], row["row_count"]) for row in written] == [
        ("job of leader", "leader", "fetched", 2),
        ("job of evaluator", "evaluator", "fetched", 5),
        ("job of leader", "leader", "fetched", 2),
        ("job of leader", "leader", "fetched", 2),
    ]
    assert {row["snapshot"] for row in written} == {"real"}


def _varies_by(answer: httpx.Response) -> set[str]:
    return {name.strip().lower() for name in answer.headers["vary"].split(",")} - {"accept-encoding"}


def _audit(running: Served) -> list[dict[str, object]]:
    import sqlite3

    with sqlite3.connect(running.log.parent / "audit.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("select * from audit_entries order by entry_id")]


def test_rows_stop_when_the_audit_cannot_be_written_and_figures_go_on(serve: Serve, shipped: Path) -> None:
    with serve(shipped, DASHBOARD_DATABASE="postgresql+psycopg://nobody@127.0.0.1:1/none") as running:
        stopped = running.get(path("records/applications"))
        assert stopped.status_code == 503
        assert "审计" in stopped.json()["error"]["zh"]
        assert "applicant" not in stopped.text
        assert running.get(path("overview/totals")).status_code == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_api_says_what_the_query_says_under_any_filters(server: Served, shipped: Path, data: st.DataObject) -> None:
    allowed = choices(load_registry())
    given = {
        name: data.draw(st.lists(st.sampled_from(allowed[name]), max_size=2, unique=True), label=name)
        for name in data.draw(st.sets(st.sampled_from(("district", "item", "article", "kind", "size", "route")), max_size=3))
    }
    given |= {"period": [data.draw(st.sampled_from(["term", "last12m", "fund_year:2025", "2024-02-29..2025-06-19"]))]}
    given |= {"date_basis": [data.draw(st.sampled_from(allowed["date_basis"]))]}
    name = data.draw(st.sampled_from(FIGURES))
    expected = ask(name, data=shipped, **given)
    answer = httpx.get(server.url + path(name), params=given | {"limit": 100_000}, timeout=HANG_SECONDS).json()["rows"]
    wanted = [{key: to_plain(value) for key, value in row.items()} for row in expected.to_dicts()]
    assert_frame_equal(*(pl.DataFrame(rows, infer_schema_length=None) for rows in (answer, wanted)), rel_tol=1e-12)


load_all_checks()
api = schemathesis.openapi.from_dict(document())
# the document cannot say that a period must not end before it begins
CHECKED = [check for check in CHECKS.get_all() if check.__name__ != "positive_data_acceptance"]


# pytest's own parameter gives each operation an id of its own: xdist runs one test of those that share an id
each_by_its_name = pytest.mark.parametrize("seconds", [HANG_SECONDS])

# each shape of parameters once with every case that its schema suggests; all others with a few random ones
SHAPES = ["/api/v1/queries", path("conformity/all_findings"), path("process/durations"), path("records/applications")]


@api.include(path=SHAPES).parametrize()
@each_by_its_name
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_own_document(case: schemathesis.Case, server: Served, seconds: int) -> None:
    case.call_and_validate(base_url=server.url, checks=CHECKED, timeout=seconds)


@api.exclude(path=SHAPES).parametrize()
@each_by_its_name
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_every_query_keeps_to_the_document(case: schemathesis.Case, server: Served, seconds: int) -> None:
    case.call_and_validate(base_url=server.url, checks=CHECKED, timeout=seconds)


def test_the_document_is_served_to_everybody(server: Served) -> None:
    assert server.get("/api/v1/openapi.json").json() == json.loads(json.dumps(document()))


def test_each_query_declares_what_it_takes() -> None:
    for name in query_names():
        declared = {entry["name"] for entry in document()["paths"][path(name)]["get"]["parameters"]}
        assert set(query_info(name).parameters) - {"scope"} <= declared
