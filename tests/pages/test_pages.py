"""Every page over both snapshots, in both languages, with filters that leave little: no error, no made-up zero."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.presentation import formats as fmt
from dashboard.presentation import headlines
from dashboard.presentation.charts import Bar
from dashboard.presentation.language import set_language, translate
from dashboard.questions.filters import NAMES as FILTER_NAMES
from dashboard.screen import states
from dashboard.screen.session import CHOSEN_ON_PAGES
from dashboard.settings import PROJECT_DIR
from pages.data import audit_entries
from tests.conftest import ask
from tests.listed_tables import listed_tables
from tests.patience import HANG_SECONDS

pytestmark = pytest.mark.usefixtures("on_shipped")
# a page is one word; what belongs to one page alone stands beside it as <page>_<what>.py
PAGES = sorted(path for path in (PROJECT_DIR / "pages").glob("*/*.py") if "_" not in path.stem)
TITLES = {
    "overview": "总览", "measures": "措施项目", "districts": "各区", "clusters": "产业集群", "certificates": "证书与荣誉",
    "pipeline": "办理进度", "funds": "资金", "applications": "申请明细", "organisation": "单位", "honours": "荣誉名录",
    "comparison": "比较", "distribution": "分布", "effect": "成效识别", "scorecard": "绩效评分", "report": "评价报告",
    "findings": "合规核查", "quality": "数据质量", "audit": "审计记录", "methodology": "方法与定义",
}  # fmt: skip


def open_page(page: Path, **parameters: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(PROJECT_DIR / "dashboard" / "screen" / "router.py"), default_timeout=HANG_SECONDS)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(str(page))
    return app.run()


def text_of(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.error)
    return "\n".join(str(element.value) for element in shown)


def cards(app: AppTest) -> dict[str, str]:
    """Label and value of every KPI card."""
    text = "".join(element.proto.body for element in app.get("html"))
    return dict(re.findall(r"<h3[^>]*>(.*?)</h3><p class='value'>(.*?)</p>", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("language", [pytest.param("zh", marks=pytest.mark.short), "en"])
@pytest.mark.parametrize("snapshot", ["synthetic", "published"])
def test_pages_open(page: Path, language: str, snapshot: str) -> None:
    app = open_page(page, lang=language, snapshot=snapshot)
    assert not app.exception
    assert not app.error
    assert (app.title[0].value == TITLES[page.stem]) == (language == "zh")
    banner = [element.value for element in app.warning]
    assert (len(banner) == 1) == (snapshot == "synthetic")
    assert f"{snapshot}" in app.main.caption[-1].value
    assert "2026-1" in app.main.caption[-1].value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize(
    "filters",
    [
        {"item": "09-1", "period": "fund_year:2024", "district": "440305"},
        {"period": "fund_year:2028"},
        {"item": ["03-1"], "article": ["9"]},
        {"date_basis": "paid", "place_basis": "project", "kind": "platform"},
    ],
    ids=["few", "future", "contradiction", "bases"],
)
def test_pages_open_with_little_left(page: Path, filters: dict[str, str | list[str]]) -> None:
    app = open_page(page, **filters)
    assert not app.exception
    assert not app.error


def test_honours_only_shows_no_made_up_zero() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", snapshot="published", lang="en")
    assert set(cards(app).values()) == {fmt.DASH}
    assert "nothing can be said, not even zero" in text_of(app)


COUNTS = ("申请数", "获批数", "获批单位数")
APPLICATION_PAGES = ["overview", "measures", "districts", "clusters", "pipeline", "funds", "applications"]


@pytest.mark.parametrize("stem", APPLICATION_PAGES)
@pytest.mark.parametrize("district", [[], ["440305"]], ids=["city", "district"])
def test_no_page_counts_nothing_where_applications_are_not_reported(stem: str, district: list[str]) -> None:
    (page,) = (page for page in PAGES if page.stem == stem)
    app = open_page(page, snapshot="published", lang="zh", **({"district": district} if district else {}))
    said = text_of(app) + "".join(str(element.value) for element in app.info)
    assert "未报告" in said
    assert not re.search(
        r"(?<![\d.,])0(件|家|万元|个申请)|（0）|\(0\)|申请数：均为0|没有符合筛选条件的申请|第0至0行|没有符合条件的记录", said
    )
    assert set(cards(app).values()) <= {fmt.DASH}
    counted = [table.value[name] for table in app.dataframe for name in COUNTS if name in table.value]
    assert all(column.isna().all() for column in counted)
    written = [text for table in listed_tables(app) for name, texts in table.items() if name in COUNTS for text in texts]
    assert set(written) <= {fmt.DASH}


@pytest.mark.parametrize("stem", [*APPLICATION_PAGES, "certificates", "honours", "comparison", "distribution", "findings"])
@pytest.mark.parametrize("given", [{}, {"period": "year:2024"}, {"district": "440305"}, {"cluster": "v2-S01"}], ids=str)
def test_public_notices_that_name_nothing_are_no_zero(stem: str, given: dict[str, str]) -> None:
    (page,) = (page for page in PAGES if page.stem == stem)
    app = open_page(page, snapshot="published", lang="zh", **given)
    said = text_of(app) + "".join(str(element.value) for element in app.info)
    # of the awards that are named some may really not expire
    said = said.replace("其中180天内到期0项", "")
    assert not re.search(r"(?<![\d.,])0(件|家|项|万元|元|个申请)|（0）|授予 ?0", said), said
    counts = ("授予数", "有效数", "可申领数", "已申领数", "申请数", "获批数")
    tables = [table.value for table in app.dataframe] + listed_tables(app)
    assert not [name for table in tables for name in counts if "0" in [str(value) for value in table.get(name, [])]]


CODE = re.compile(r"(?<![A-Za-z0-9./=?&:-])[a-z0-9]+(?:_[a-z0-9]+)+(?![A-Za-z0-9_=])")
# names that stay as they are: files, queries and columns on the page that lists them, codes, units, products
NAMES = {
    "synthetic", "published", "data", "reference", "office", "csv", "CNY", "xlsx", "TC", "SC", "GB", "OIML", "Kaplan",
    "Meier", "PNG", "SVG", "Excel", "CSV", "Parquet", "fast", "geocn", "https", "HHI",
}  # fmt: skip


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "methodology"], ids=lambda page: page.stem)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_is_left_untranslated(page: Path, language: str) -> None:
    given = {"item": "08-2", "organisation": "91440300MA00010BXX"} if page.stem in ("measures", "organisation") else {}
    app = open_page(page, lang=language, period="fund_year:2025", **given)
    headings = [str(name) for table in app.dataframe for name in table.value.columns]
    headings += [name for table in listed_tables(app) for name in table]
    widgets = ("selectbox", "multiselect", "button_group", "text_input", "number_input", "toggle", "button", "expander")
    labels = [str(getattr(element, "label", "") or "") for kind in widgets for element in app.get(kind)]
    bodies = [element.proto.body for element in app.get("html")]
    titles = [re.sub(r"<[^>]+>", " ", body) for body in bodies if "<style" not in body and "<script" not in body]
    # the file of a snapshot's source keeps its name
    said = "\n".join([text_of(app), *headings, *labels, *titles]).replace("published_honours.csv", "")
    assert CODE.findall(said) == []
    if language == "zh":
        words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"[0-9A-Z]{12,}|[0-9a-f]{12}|HC-[\w-]+|[CKN]\d\d", "", said)))
        assert words - NAMES == set()
    else:
        assert not re.search(r"[\u4e00-\u9fff]", "\n".join([*headings, *labels]).replace("中文", ""))


def test_other_districts_are_outside_of_the_filter_and_not_zero() -> None:
    frame = pl.DataFrame({"district_code": ["440305", "440306", None], "beneficiary_count": [3, 0, 0]})
    assert states.keep_chosen(frame, ["440305"], key="district_code")["beneficiary_count"].to_list() == [3]
    assert states.keep_chosen(frame, ["unknown"], key="district_code")["district_code"].to_list() == [None]
    assert states.keep_chosen(frame, [], key="district_code").height == 3


def test_a_breakdown_whose_every_row_lacks_its_place_says_nothing_of_any_place() -> None:
    frame = pl.DataFrame(
        {
            "district_code": ["440305", None],
            "reporting_state": ["reported"] * 2,
            "award_count": [0, 2],
            "in_force_count": [0, 1],
        }
    )
    known = states.blank_unless_placed(frame, figure="award_count")
    assert known.rows() == [("440305", "unknown", None, None), (None, "reported", 2, 1)]
    some = frame.with_columns(award_count=pl.Series([1, 2]))
    assert states.blank_unless_placed(some, figure="award_count").equals(some)


def bar(code: str, value: float | None) -> Bar:
    return Bar(code, f"名{code}", value, "–" if value is None else f"{value:g}", "")


@pytest.mark.parametrize(
    ("bars", "chosen", "title"),
    [
        ([bar("a", 3), bar("b", 5), bar("unknown", 9)], (), "数最高：名b，5"),
        ([bar("a", 3), bar("b", 5), bar("c", 5)], ("a",), "数：名a 3，在3个中居第3位"),
        ([bar("a", 5), bar("b", 5), bar("c", 1)], (), "数最高：名a等并列（另有1个），5"),
        ([bar("a", 0), bar("b", 0)], (), "数：均为0"),
        ([bar("a", 3), bar("unknown", 9)], (), "数：名a，3"),
        ([bar("a", None)], (), "数：没有可比较的数据"),
    ],
)
def test_a_title_states_what_the_bars_show(bars: list[Bar], chosen: tuple[str, ...], title: str) -> None:
    set_language("zh")
    assert headlines.say_highest(bars, measure="数", chosen=chosen) == title


def test_the_page_says_what_the_query_says(shipped: Path) -> None:
    given = {"period": "fund_year:2025", "district": "440305"}
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", lang="zh", **given)
    row = ask("overview/totals", data=shipped, **given).row(0, named=True)
    set_language("zh")
    values = cards(app)
    assert values["申请数"] == fmt.count(row["application_count"])
    assert values["核定金额"] == fmt.money(row["approved_yuan"])
    assert values["获批单位数"] == fmt.count(row["beneficiary_count"])
    assert values["获批率"] == fmt.rate(row["approval_rate"])
    assert f"受理申请{fmt.count(row['application_count'])}件" in text_of(app)


def test_the_page_finds_the_same_in_any_case_of_letters(shipped: Path) -> None:
    few = {"period": "fund_year:2025", "district": "440305", "item": "03-1"}
    whole = ask("records/applications", data=shipped, **few)
    code = whole["uscc"][0]
    own = whole.filter(pl.col("uscc") == code).height
    page = PROJECT_DIR / "pages/records/applications.py"
    for text in (code, code.lower()):
        app = open_page(page, lang="zh", search=text, **few)
        assert f"{own}件" in text_of(app).replace(" ", "")
        assert len(app.dataframe[0].value) == own


def test_unknown_values_are_named_and_dropped() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", district="440399", period="x" * 10_000, colour="red")
    notices = [element.value for element in app.warning]
    assert any("440399" in notice for notice in notices)
    assert any("colour" in notice for notice in notices)
    assert all(len(notice) < 200 for notice in notices)
    assert app.title[0].value == "总览"


@pytest.mark.parametrize(
    ("stem", "given"),
    [
        ("applications", {"cases": "every"}),
        ("applications", {"cases": "open_count", "date_basis": "decided"}),
        ("certificates", {"expiry": "2031-13"}),
        ("honours", {"year": "1066", "status": "x"}),
    ],
    ids=str,
)
def test_what_a_page_does_not_offer_is_named_and_everything_is_listed(stem: str, given: dict[str, str]) -> None:
    (page,) = (page for page in PAGES if page.stem == stem)
    plain = open_page(page, lang="zh", **{name: value for name, value in given.items() if name == "date_basis"})
    app = open_page(page, lang="zh", **given)
    wrong = [f"{name} 没有“{value}”" for name, value in given.items() if name != "date_basis"]
    notices = [element.value.replace("\\", "") for element in app.warning]
    assert all(any(words in notice for notice in notices) for words in wrong)
    assert [len(table.value) for table in app.dataframe] == [len(table.value) for table in plain.dataframe]


@pytest.mark.parametrize(
    ("stem", "given"),
    [
        ("applications", {"cases": "rejected_count"}),
        ("certificates", {"expiry": "2027-02"}),
        ("honours", {"year": "2025", "status": "conferred"}),
    ],
    ids=str,
)
def test_a_widget_takes_and_lets_go_what_a_click_chooses(stem: str, given: dict[str, str]) -> None:
    (page,) = (page for page in PAGES if page.stem == stem)
    app = open_page(page, lang="zh")
    for name, value in given.items():
        app.selectbox(key=f"chosen_{name}").set_value(value).run()
        assert app.query_params[name] == value
    for name in given:
        app.selectbox(key=f"chosen_{name}").set_value("").run()
    assert not given.keys() & app.query_params.keys()


@pytest.mark.parametrize(
    "given", [{}, {"district": "440305"}, {"date_basis": "decided", "period": "fund_year:2025"}], ids=str
)
def test_a_card_leads_to_as_many_rows_as_it_counts(given: dict[str, str], shipped: Path) -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", lang="en", **given)
    links = re.findall(
        r"<p class='value'>([^<]+)</p>.*?(?:<a href='(applications.*?)'|</section>)",
        "".join(element.proto.body for element in app.get("html")),
    )
    row = ask("overview/totals", data=shipped, **given).row(0, named=True)
    leads = [(value, parse_qs(urlsplit(unescape(link)).query)) for value, link in links if link]
    assert len(leads) == (6 if "date_basis" not in given else 5), "open cases are none of the day of the decision"
    for value, asked in leads:
        cases = asked.pop("cases", [None])[0]
        assert asked == {"lang": ["en"], **{name: [chosen] for name, chosen in given.items()}}
        if value.replace(",", "").isdigit() and cases != "approved_count":
            assert value == fmt.count(row[cases or "application_count"])


def test_the_list_behind_a_figure_names_it_in_head_and_sentence(shipped: Path) -> None:
    app = open_page(PROJECT_DIR / "pages/records/applications.py", lang="zh", cases="rejected_count", district="440305")
    count = ask("overview/totals", data=shipped, district="440305")["rejected_count"].item()
    assert re.search(rf"整个政策期 · 不予资助数：.*申请{count:,}件", text_of(app))
    assert set(app.dataframe[0].value["状态"]) == {"不予资助"}


def test_an_unknown_snapshot_is_one_clear_message() -> None:
    app = open_page(PROJECT_DIR / "pages/overview/overview.py", snapshot="../../etc")
    assert not app.exception
    assert len(app.error) == 1
    assert "没有名为" in app.error[0].value
    assert not app.title


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_audit_names_everything_that_can_be_chosen(language: str) -> None:
    set_language(language)
    noted = {name: ["x"] for name in (*FILTER_NAMES, *CHOSEN_ON_PAGES)}
    row = {
        "queries": "{}",
        "filters": json.dumps(noted),
        "noted_at": datetime(2026, 1, 1, tzinfo=UTC),
        "identity": "",
        "role": "open",
        "action": "seen",
        "page": "overview",
        "row_count": 1,
        "snapshot": "synthetic",
        "snapshot_version": "0",
    }
    said = audit_entries.listed(pl.DataFrame([row])).frame[translate("filter.title")][0]
    set_language("zh")
    assert not re.search(r"filter\.|chosen\.", said)
    if language == "zh":
        assert not re.search(r"[A-Za-z_]{2,}", said), said


def test_a_row_chosen_in_a_table_means_nothing_for_other_rows() -> None:
    """A place is what the browser sends: from a table that was drawn before, it would be another organisation's."""
    page = PROJECT_DIR / "pages" / "records" / "applications.py"
    drawn = [open_page(page, district=district).dataframe[0].proto.id for district in ("440305", "440305", "440306")]
    assert drawn[0] == drawn[1] != drawn[2]
