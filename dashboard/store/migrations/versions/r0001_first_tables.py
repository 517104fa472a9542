"""The tables of version 1.0, written out: they stay so when those of ``store_tables`` change.

A table that is there already is taken over as it is, with its rows, triggers and index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
REFUSE = """create or replace function refuse_change_of_audit() returns trigger language plpgsql as
$$ begin raise exception 'the audit is append-only'; end $$"""


def upgrade() -> None:
    """Make the tables that are missing."""
    known = set(sa.inspect(op.get_bind()).get_table_names())
    if "audit_entries" not in known:
        _make_audit()
    if "saved_views" not in known:
        op.create_table(
            "saved_views",
            sa.Column("identity", sa.String(320), primary_key=True),
            sa.Column("name", sa.String(60), primary_key=True),
            sa.Column("path", sa.Text, nullable=False),
            sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        )
    if "evaluations" not in known:
        op.create_table(
            "evaluations",
            sa.Column("evaluation_id", sa.Integer, primary_key=True),
            sa.Column("name", sa.String(120), nullable=False),
            sa.Column("snapshot", sa.String(64), nullable=False),
            sa.Column("snapshot_version", sa.String(64), nullable=False),
            sa.Column("parameters", sa.JSON, nullable=False),
            sa.Column("version", sa.Integer, nullable=False),
        )
    if "evaluation_versions" not in known:
        op.create_table(
            "evaluation_versions",
            sa.Column("evaluation_id", sa.Integer, sa.ForeignKey("evaluations.evaluation_id"), primary_key=True),
            sa.Column("version", sa.Integer, primary_key=True),
            sa.Column("author", sa.String(120), nullable=False),
            sa.Column("saved_at", sa.String(32), nullable=False),
            sa.Column("content", sa.JSON, nullable=False),
        )


def downgrade() -> None:
    """Nothing: version 1.0 reads these tables, and their rows are kept."""


def _make_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identity", sa.String(320), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("page", sa.String(128), nullable=False),
        sa.Column("queries", sa.Text, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("row_count", sa.BigInteger, nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("snapshot_version", sa.String(64), nullable=False),
    )
    op.create_index("audit_entries_by_time", "audit_entries", ["noted_at"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"create trigger audit_keeps_{change} before {change} on audit_entries "
                "begin select raise(abort, 'the audit is append-only'); end"
            )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
        for change in ("update", "delete", "truncate"):
            op.execute(
                f"create trigger audit_keeps_{change} before {change} on audit_entries "
                "for each statement execute function refuse_change_of_audit()"
            )
