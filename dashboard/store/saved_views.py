"""Links that a person keeps under a name: on the account of who is signed in, in the database of the service.

Nobody sees the views of another person; a view is a link, so what it shows depends on the rights of who opens it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cachetools import TTLCache
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from dashboard.store.database import store, unavailable
from dashboard.store.store_tables import views

MOST_VIEWS = 50
LONGEST_NAME, LONGEST_PATH = 60, 4_000
# the side bar asks on every run; the other replica may be this many seconds behind
KNOWN_SECONDS = 30
_known: TTLCache[tuple[str, str], tuple["View", ...]] = TTLCache(maxsize=2_000, ttl=KNOWN_SECONDS)


@dataclass(frozen=True)
class View:
    """A name and a link within the app, from the slash on."""

    name: str
    path: str


def views_of(identity: str) -> Sequence[View]:
    """The views of one person in the order they were kept.

    Raises:
        AuditError: the database cannot be read.
    """
    engine = store()
    key = (str(engine.url), identity)
    found = _known.get(key)
    if found is None:
        asked = (
            select(views.c.name, views.c.path).where(views.c.identity == identity).order_by(views.c.kept_at, views.c.name)
        )
        try:
            with engine.connect() as connection:
                found = tuple(View(name, path) for name, path in connection.execute(asked))
        except SQLAlchemyError as error:
            raise unavailable() from error
        _known[key] = found
    return found


def keep_view(identity: str, view: View) -> bool:
    """Keep a view, in the place of one with the same name; False for what is no link of this app or one too many.

    Raises:
        AuditError: the database cannot be written.
    """
    name = view.name.strip()[:LONGEST_NAME]
    within = view.path.startswith("/") and not view.path.startswith(("//", "/\\")) and len(view.path) <= LONGEST_PATH
    full = len([known for known in views_of(identity) if known.name != name]) >= MOST_VIEWS
    if not name or not within or full:
        return False
    _write(identity, name, path=view.path)
    return True


def remove_view(identity: str, name: str) -> None:
    """Forget one view.

    Raises:
        AuditError: the database cannot be written.
    """
    _write(identity, name)


def _write(identity: str, name: str, *, path: str | None = None) -> None:
    engine = store()
    try:
        with engine.begin() as connection:
            connection.execute(delete(views).where(views.c.identity == identity, views.c.name == name))
            if path is not None:
                row = {"identity": identity, "name": name, "path": path, "kept_at": datetime.now(UTC)}
                connection.execute(insert(views).values(**row))
    except SQLAlchemyError as error:
        raise unavailable() from error
    _known.pop((str(engine.url), identity), None)
