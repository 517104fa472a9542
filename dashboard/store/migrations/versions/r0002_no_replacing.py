"""SQLite's ``insert or replace`` deletes without the delete trigger: an entry whose number is there is refused."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """On PostgreSQL there is no such statement: ``on conflict do update`` meets the update trigger."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "create trigger if not exists audit_keeps_replace before insert on audit_entries "
            "when exists (select 1 from audit_entries where entry_id = new.entry_id) "
            "begin select raise(abort, 'the audit is append-only'); end"
        )


def downgrade() -> None:
    """Version 1.0 knows no such trigger."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger if exists audit_keeps_replace")
