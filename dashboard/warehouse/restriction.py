"""After set-up, a warehouse for readers without the right to all cases forgets the cases that they may not see.

What stands on the whole snapshot (claims, findings) is worked out before and kept as far as it tells nothing of the others.
"""

import duckdb
from duckdb import ColumnExpression, ConstantExpression

from dashboard.access import Rows

# decided in favour, revoked included: these follow the public list
APPROVED = ("approved", "publicised", "granted", "paid", "revoked")
# an award that names another's application belongs to it alone, whoever may see that application
UNSEEN = "-"


def keep_visible(applications: duckdb.DuckDBPyRelation, rows: Rows) -> duckdb.DuckDBPyRelation:
    """The applications that may be seen; areas go by the place of registration, so that a case belongs to one area."""
    wanted = ColumnExpression("status").isin(*map(ConstantExpression, APPROVED))
    if rows.areas:
        wanted = wanted | ColumnExpression("district_registered").isin(*map(ConstantExpression, rows.areas))
    return applications.filter(wanted)


def forget_findings(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Keep the findings on cases that may be seen, those on awards, and of officials only those of the own areas.

    ``applications`` holds these cases already; ``every_finding`` holds the findings of the whole snapshot and is dropped.
    """
    connection.execute("drop view findings")
    connection.execute(
        "create table findings as select * from every_finding where application_id is null or application_id in ("
        "select application_id from applications where len($areas) = 0 or list_contains($areas, district_registered))",
        {"areas": list(rows.areas)},
    )
    connection.execute("drop table every_finding")


def forget_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Folded texts and links of applications that may not be seen go; ``applications`` holds the others already."""
    connection.execute("delete from application_folds where application_id not in (select application_id from applications)")
    connection.execute("delete from award_links where application_id not in (select application_id from applications)")


def hold(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    """Replace a view by the rows that it has now."""
    connection.view(view).create("held")
    connection.execute(f"drop view {view}")
    connection.execute(f"alter table held rename to {view}")


def forget_claims(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Whether an award is claimed is told of the own areas, and elsewhere where the case that claims it may be seen.

    That it is not claimed elsewhere would tell by exclusion which applications are not seen: unknown, null.
    ``award_links`` holds the links to visible applications alone already.
    """
    connection.execute(
        "update award_claims set is_claimed = case "
        "when list_contains($areas, district_registered) then is_claimed "
        "when award_id in (select award_id from award_links where is_live) then true end, "
        "application_id = case when application_id is null or application_id in (select application_id from applications) "
        "then application_id else $unseen end",
        {"areas": list(rows.areas), "unseen": UNSEEN},
    )
    hold(connection, "awards")
    connection.execute(
        "update awards set application_id = $unseen where application_id is not null "
        "and application_id not in (select application_id from applications)",
        {"unseen": UNSEEN},
    )
