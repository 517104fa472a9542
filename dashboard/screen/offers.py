"""Files that pages offer: made when they are fetched, for the reader they were offered to, under an address nobody guesses.

They leave through one route that knows who asks; Streamlit's own media addresses answer everybody who has them.
"""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cachetools import LRUCache, TTLCache
from streamlit.runtime import Runtime

from dashboard.access import Access
from dashboard.snapshots import Snapshot

# of one reader; a page has some ten, which share its tables
MOST_OFFERS = 1_024
MOST_READERS = 1_000
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


class _Share:
    """What one reader is offered: no number of pages that others open takes anything from it."""

    def __init__(self) -> None:
        self.offers: TTLCache[str, Offer] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)
        # the addresses of an open page by their places, and the open page of an address
        self.tokens: TTLCache[str, dict[str, str]] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)
        self.sessions: TTLCache[str, str] = TTLCache(maxsize=MOST_OFFERS, ttl=OFFERED_SECONDS)

    def let_closed_pages_go(self) -> None:
        """Forget the pages that nobody has open any more, so that the open ones keep their files."""
        for session in [session for session in self.tokens if not _is_open(session)]:
            for token in self.tokens.pop(session, {}).values():
                self.offers.pop(token, None)
                self.sessions.pop(token, None)


_shares: LRUCache[str, _Share] = LRUCache(maxsize=MOST_READERS)
_lock = threading.Lock()


def put(offer: Offer, *, session: str, key: str) -> str:
    """Offer a file; each place (``key``) of an open page (``session``) has one address, which holds its latest offer."""
    with _lock:
        share = _shares.get(offer.access.subject) or _Share()
        _shares[offer.access.subject] = share
        if len(share.sessions) >= MOST_OFFERS:
            share.let_closed_pages_go()
        tokens = share.tokens.get(session, {})
        token = tokens.setdefault(key, secrets.token_urlsafe(24))
        share.tokens[session] = tokens
        share.sessions[token] = session
        share.offers[token] = offer
    return token


def withdraw(session: str) -> None:
    """A page is worked out anew: what it does not offer again was offered under a former choice."""
    with _lock:
        for share in _shares.values():
            for token in share.tokens.get(session, {}).values():
                share.offers.pop(token, None)


def session_of(token: str) -> str:
    """The open page that an address belongs to; empty where there is none."""
    with _lock:
        return next((share.sessions[token] for share in _shares.values() if token in share.sessions), "")


def find_offer(token: str) -> Offer | None:
    """The offer behind an address; None where there is none or it has run out."""
    with _lock:
        return next((share.offers[token] for share in _shares.values() if token in share.offers), None)


def _is_open(session: str) -> bool:
    return Runtime.exists() and Runtime.instance().is_active_session(session)
