"""Files that pages offer: made when they are fetched, for the reader they were offered to, under an address nobody guesses.

They leave through one route that knows who asks; Streamlit's own media addresses answer everybody who has them.
"""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cachetools import TTLCache

from dashboard.access import Access
from dashboard.snapshots import Snapshot

# a page has some ten, which share its tables
MOST_OFFERS = 4_096
OFFERED_SECONDS = 3_600


@dataclass(frozen=True)
class Made:
    """A file and how many rows about single cases each of its tables holds."""

    content: bytes
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Offer:
    """One file for one reader. ``make`` runs when it is fetched, with the rights and in the language of the page."""

    access: Access
    page: str
    filters: Mapping[str, Sequence[str]]
    snapshot: Snapshot
    name: str
    media_type: str
    make: Callable[[], Made]


_offers: TTLCache[str, Offer] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)
# the addresses of an open page by their places, and the open page of an address
_tokens: TTLCache[str, dict[str, str]] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)
_sessions: TTLCache[str, str] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)
_lock = threading.Lock()


def put(offer: Offer, *, session: str, key: str) -> str:
    """Offer a file; each place (``key``) of an open page (``session``) has one address, which holds its latest offer."""
    with _lock:
        tokens = _tokens.get(session, {})
        token = tokens.setdefault(key, secrets.token_urlsafe(24))
        _tokens[session] = tokens
        _sessions[token] = session
        _offers[token] = offer
    return token


def withdraw(session: str) -> None:
    """A page is worked out anew: what it does not offer again was offered under a former choice."""
    with _lock:
        for token in _tokens.get(session, {}).values():
            _offers.pop(token, None)


def session_of(token: str) -> str:
    """The open page that an address belongs to; empty where there is none."""
    with _lock:
        return _sessions.get(token, "")


def offered(token: str) -> Offer | None:
    """The offer behind an address; None where there is none or it has run out."""
    with _lock:
        return _offers.get(token)
