"""Who saw or exported which rows when: an append-only record in SQLite by default, in any SQLAlchemy database else."""

from dashboard.audit.entries import Entry, note_export, note_seen, recent
from dashboard.audit.store import AuditError, database_url, store

__all__ = ["AuditError", "Entry", "database_url", "note_export", "note_seen", "recent", "store"]
