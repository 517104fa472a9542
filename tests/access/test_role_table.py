"""The documents' table of roles is the one that the rules of the code make, and the rules know every query and column."""

from dashboard.access.role_table import role_table
from dashboard.access.rules import APPROVED_FIGURES_OF, KEYS, NEEDS, RULES
from dashboard.settings import PROJECT_DIR
from dashboard.warehouse import query_names


def test_the_page_of_rights_holds_the_table_of_the_rules() -> None:
    assert role_table() in (PROJECT_DIR / "docs" / "rights.md").read_text(encoding="utf-8")


def test_the_rules_name_queries_that_exist() -> None:
    named = {*NEEDS, *RULES, *APPROVED_FIGURES_OF}
    assert named - set(query_names()) == set()
    assert not KEYS & {"applicant", "uscc", "application_id", "project_title", "certificate_no", "application_count"}
