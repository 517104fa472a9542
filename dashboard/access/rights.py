"""Roles, what each may see, and who reads now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, ParamSpec, TypeVar, get_args

from dashboard.errors import ReaderError

Role = Literal["public", "open", "leader", "district", "evaluator", "admin", "machine"]
Figures = Literal["approved", "every"]
RowRight = Literal["none", "approved", "areas", "every"]
ROLES: tuple[Role, ...] = get_args(Role)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class RestrictedError(ReaderError):
    """What is asked for lies outside the reader's rights."""


@dataclass(frozen=True)
class Rights:
    """What a role sees; the rules of the code and the table in docs/rights.md are both made from this.

    ``figures``: every figure under any filter, or those on approved cases and beside them the fixed tables made at
    publication; ``rows``: which cases are listed and named (``areas``: approved ones, and every one of the own areas);
    ``official``: whether official snapshots open at all; ``evaluations``: whether kept evaluations, which hold
    reasons and evidence in people's own words, are seen or written.
    """

    figures: Figures
    rows: RowRight
    official: bool
    intake: bool = False
    audit: bool = False
    evaluations: Literal["none", "read", "write"] = "none"


RIGHTS: dict[Role, Rights] = {
    "public": Rights(figures="approved", rows="none", official=False),
    "open": Rights(figures="every", rows="every", official=False, evaluations="write"),
    "leader": Rights(figures="every", rows="approved", official=True, evaluations="read"),
    "district": Rights(figures="every", rows="areas", official=True),
    "evaluator": Rights(figures="every", rows="every", official=True, evaluations="write"),
    "admin": Rights(figures="every", rows="every", official=True, intake=True, audit=True, evaluations="write"),
    "machine": Rights(figures="every", rows="every", official=True, intake=True, audit=True, evaluations="write"),
}


@dataclass(frozen=True)
class Access:
    """One reader: who (``subject``, as the provider names the person), in which role, for which areas, until when.

    ``areas`` are codes of districts and count for the role ``district`` only; ``expires_at`` (with time zone) is the
    moment from which the value grants nothing more than ``PUBLIC``.
    """

    subject: str
    role: Role
    areas: tuple[str, ...] = ()
    expires_at: datetime | None = None
    name: str = ""

    @property
    def rights(self) -> Rights:
        """The rights of the role."""
        return RIGHTS[self.role]

    @property
    def sees_every_row(self) -> bool:
        """Whether every case may be listed and named."""
        return self.rights.rows == "every"

    @property
    def sees_every_figure(self) -> bool:
        """Whether figures are told under every filter: all readers but ``public``."""
        return self.rights.figures == "every"

    @property
    def is_signed_in(self) -> bool:
        """Whether a person (or a token of one) stands behind this access."""
        return self.role in ("leader", "district", "evaluator", "admin")

    @property
    def may_see_audit(self) -> bool:
        """Administrators, and the one person at the machine where no sign-in is configured."""
        return self.rights.audit or self.role == "open"

    def is_expired(self, now: datetime | None = None) -> bool:
        """Whether the sign-in has run out."""
        return self.expires_at is not None and self.expires_at <= (now or datetime.now(UTC))

    def may_open(self, kind: str) -> bool:
        """Whether snapshots of this kind open: official ones only for those who are signed in, and on the machine."""
        return kind in ("published", "synthetic") or self.rights.official


PUBLIC = Access("", "public")
OPEN = Access("", "open")
MACHINE = Access("machine", "machine")
_access: ContextVar[Access] = ContextVar("access", default=PUBLIC)


def restricted_error() -> RestrictedError:
    """The error of a reader who asks for more than the role includes."""
    if current_access().sees_every_figure:
        return RestrictedError(
            "您的角色无权查看这些内容：其中列有未获批案件。如需查看，请向系统管理员申请权限。",
            "Your role does not include this: it lists cases that are not approved. "
            "Ask the administrator for the right to see them.",
        )
    return RestrictedError(
        "此内容仅供登录用户查看：其中列有案件，或反映未获批案件。",
        "This is for readers who are signed in: it lists cases, or tells of those that are not approved.",
    )


def current_access() -> Access:
    """Who reads now; ``PUBLIC`` where nobody said so, and from the moment the sign-in expires."""
    access = _access.get()
    return PUBLIC if access.is_expired() else access


def set_access(access: Access) -> None:
    """Say who reads, for the rest of this run. The router calls it, on every run."""
    _access.set(access)


@contextmanager
def act_as(access: Access) -> Iterator[Access]:
    """Ask within the block with the rights of ``access``."""
    token = _access.set(access)
    try:
        yield access
    finally:
        _access.reset(token)


def bind_to_reader(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The function, bound to the reader (and language) of now: for threads and for downloads that are made later."""
    context = copy_context()

    def bound(*arguments: Given.args, **named: Given.kwargs) -> Answer:
        # a context is entered once at a time; its copy may be
        return context.copy().run(function, *arguments, **named)

    return bound
