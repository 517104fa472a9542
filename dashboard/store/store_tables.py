"""Every table of the store as the program reads it now; how a database gets there stands in ``migrations/``."""

import sqlalchemy as sa

LONGEST_NAME = 120
metadata = sa.MetaData()
entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("identity", sa.String(320), nullable=False),
    sa.Column("role", sa.String(64), nullable=False),
    # seen, exported or fetched (by the data API)
    sa.Column("action", sa.String(16), nullable=False),
    sa.Column("page", sa.String(128), nullable=False),
    sa.Column("queries", sa.Text, nullable=False),
    sa.Column("filters", sa.Text, nullable=False),
    sa.Column("row_count", sa.BigInteger, nullable=False),
    sa.Column("snapshot", sa.String(64), nullable=False),
    sa.Column("snapshot_version", sa.String(64), nullable=False),
    sa.Index("audit_entries_by_time", "noted_at"),
)
views = sa.Table(
    "saved_views",
    metadata,
    sa.Column("identity", sa.String(320), primary_key=True),
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
)
evaluations = sa.Table(
    "evaluations",
    metadata,
    sa.Column("evaluation_id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(LONGEST_NAME), nullable=False),
    sa.Column("snapshot", sa.String(64), nullable=False),
    sa.Column("snapshot_version", sa.String(64), nullable=False),
    sa.Column("parameters", sa.JSON, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
versions = sa.Table(
    "evaluation_versions",
    metadata,
    sa.Column("evaluation_id", sa.Integer, sa.ForeignKey("evaluations.evaluation_id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("author", sa.String(LONGEST_NAME), nullable=False),
    sa.Column("saved_at", sa.String(32), nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
)
