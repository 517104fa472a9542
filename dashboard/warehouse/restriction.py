"""After set-up, a warehouse for readers without the right to all cases forgets the cases that they may not see.

What stands on the whole snapshot (the history of organisations, claims, findings) is worked out before and kept as far as
it tells nothing of the others.
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
    column, values = ("status", APPROVED) if rows.which == "approved" else ("district_registered", rows.areas)
    return applications.filter(ColumnExpression(column).isin(*(ConstantExpression(value) for value in values)))


def forget_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the findings of the cases that may be seen, and those on awards. ``applications`` holds these cases already.

    ``every_finding`` holds the findings of the whole snapshot and is dropped.
    """
    connection.execute("drop view findings")
    connection.execute(
        "create table findings as select * from every_finding "
        "where application_id is null or application_id in (select application_id from applications)"
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
    """Whether an award is claimed tells of an application that may not be seen: unknown outside the own areas."""
    connection.execute(
        "update award_claims set "
        "is_claimed = case when list_contains($areas, district_registered) then is_claimed end, "
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
