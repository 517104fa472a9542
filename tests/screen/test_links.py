"""Links that figures and names lead to."""

from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.navigation.page import StreamlitPage

from dashboard.screen.page_run import Links


@pytest.fixture
def links() -> Links:
    carried = {"district": ["440305", "440304"], "period": ["term"]}
    return Links(a_page("applications"), a_page("organisation"), carried)


def a_page(path: str) -> StreamlitPage:
    """Outside of an app no page says where it is."""
    return cast(StreamlitPage, SimpleNamespace(url_path=path))


def test_a_link_keeps_the_filters(links: Links) -> None:
    assert links.organisation_address("U1") == ("organisation?district=440305&district=440304&period=term&organisation=U1")
    assert links.cases_address() == "applications?district=440305&district=440304&period=term"


def test_a_row_without_a_credit_code_leads_nowhere(links: Links) -> None:
    assert links.organisation_address(None) is None


def test_the_cases_of_a_figure_narrow_the_filters_they_name(links: Links) -> None:
    assert links.cases_parameters("approved_count", period="2025-06-01..2025-06-30") == {
        "district": ["440305", "440304"],
        "period": ["2025-06-01..2025-06-30"],
        "cases": ["approved_count"],
    }
