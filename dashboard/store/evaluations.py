"""Evaluations with every version and its author, in any SQL database; nobody overwrites another's work in silence.

A save names the version it started from. Where somebody saved in between, it is refused with both contents.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from dashboard.access import RestrictedError, current_access
from dashboard.errors import ReaderError
from dashboard.settings import data_directory
from dashboard.snapshots import openable_names
from dashboard.store.database import DatabaseError, unreachable
from dashboard.store.store_tables import LONGEST_NAME, evaluations, versions

LONGEST_TEXT = 4000


class HandScore(BaseModel):
    """What an evaluator gave: points, why, and the evidence (name of a file, or a link)."""

    model_config = ConfigDict(frozen=True)
    points: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    evidence: Annotated[str, Field(max_length=500)] = ""


class Content(BaseModel):
    """What evaluators decide: a preset or own weights of the third level, points, and the suggestions of the report."""

    model_config = ConfigDict(frozen=True)
    preset: str = "balanced"
    weights: dict[str, Decimal] = {}
    scores: dict[str, HandScore] = {}
    suggestions: Annotated[str, Field(max_length=20_000)] = ""

    def changed(self, **values: Any) -> "Content":
        """A copy with other values, validated."""
        return Content.model_validate(self.model_dump() | values)

    def facts(self) -> dict[str, Any]:
        """Flat: what can differ between two versions, by name."""
        scores: dict[str, Any] = {f"scores.{code}": given for code, given in self.scores.items()}
        return {"weights": (self.preset, tuple(sorted(self.weights.items()))), "suggestions": self.suggestions} | scores


@dataclass(frozen=True)
class Evaluation:
    """One version of one evaluation; ``latest`` is the newest version there is."""

    evaluation_id: int
    name: str
    snapshot: str
    snapshot_version: str
    parameters: dict[str, list[str]]
    version: int
    latest: int
    author: str
    saved_at: str
    content: Content


@dataclass(frozen=True)
class Difference:
    """One value both sides may have touched: what it was, what is stored now, what was to be saved."""

    name: str
    base: Any
    theirs: Any
    mine: Any


class EvaluationError(ReaderError):
    """An evaluation that does not exist, or a value that cannot be kept."""


class ConflictError(ReaderError):
    """Somebody saved in between. ``differences`` hold both values of all that either side changed."""

    def __init__(self, *, stored: Evaluation, differences: Sequence[Difference]) -> None:
        super().__init__(
            f"{stored.author}已在您编辑期间保存了第{stored.version}版，您的修改没有保存。请比较两边的值后再决定。",
            f"{stored.author} saved version {stored.version} while you were editing; your change is not saved. "
            "Compare both values, then decide.",
        )
        self.stored = stored
        self.differences = tuple(differences)


def may(act: Literal["read", "write"]) -> bool:
    """Whether the reader of now may see, or change, kept evaluations."""
    return current_access().rights.evaluations in ("write", act)


def _need(act: Literal["read", "write"]) -> None:
    if not may(act):
        raise RestrictedError(
            "您的角色无权查看或修改评价。请以评价人身份登录。",
            "Your role does not see or change evaluations. Sign in as an evaluator.",
        )


def _may_know(snapshot: str) -> bool:
    """Whether the reader may know of evaluations of this snapshot: those of official data stay with their readers."""
    return current_access().may_open("official") or snapshot in openable_names(data=data_directory())


class Evaluations:
    """The store. Every method is one transaction and looks at the rights of the reader."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        """One transaction; a database that was opened may be away at any later use.

        Raises:
            DatabaseError: it is.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            raise unreachable() from error

    def can_be_read(self) -> bool:
        """Whether the database answers now."""
        try:
            with self._transaction() as connection:
                connection.execute(sa.select(evaluations.c.evaluation_id).limit(1))
        except DatabaseError:
            return False
        return True

    def create(
        self,
        *,
        name: str,
        author: str,
        snapshot: str,
        snapshot_version: str,
        parameters: Mapping[str, Sequence[str]],
        content: Content,
    ) -> Evaluation:
        """Keep a new evaluation as version 1.

        Raises:
            EvaluationError: without a name or an author.
        """
        _need("write")
        given = {key: list(values) for key, values in parameters.items()}
        row = {"name": _text(name), "snapshot": snapshot, "snapshot_version": snapshot_version, "parameters": given}
        with self._transaction() as connection:
            made = sa.insert(evaluations).values(**row, version=1).returning(evaluations.c.evaluation_id)
            key = int(connection.execute(made).scalar_one())
            connection.execute(sa.insert(versions).values(**_version_row(key, 1, author, content)))
        return self.get(key)

    def save(self, evaluation_id: int, *, base: int, content: Content, author: str) -> Evaluation:
        """Keep the next version, made from version ``base``.

        Raises:
            ConflictError: ``base`` is no longer the newest version.
        """
        _need("write")
        row = _version_row(evaluation_id, base + 1, author, content)
        with self._transaction() as connection:
            # the condition and the write are one statement: of two writers one finds no row
            moved = connection.execute(
                sa.update(evaluations)
                .where(evaluations.c.evaluation_id == evaluation_id, evaluations.c.version == base)
                .values(version=base + 1)
            )
            if moved.rowcount == 1:
                connection.execute(sa.insert(versions).values(**row))
        if moved.rowcount == 1:
            return self.get(evaluation_id)
        stored, before = self.get(evaluation_id), self.get(evaluation_id, base)
        raise ConflictError(stored=stored, differences=differences(before.content, stored.content, content))

    def get(self, evaluation_id: int, version: int | None = None) -> Evaluation:
        """One version; the newest by default.

        Raises:
            EvaluationError: there is none.
        """
        _need("read")
        wanted = evaluations.c.version if version is None else version
        question = (
            sa.select(
                evaluations, versions.c.version.label("shown"), versions.c.author, versions.c.saved_at, versions.c.content
            )
            .join(versions, versions.c.evaluation_id == evaluations.c.evaluation_id)
            .where(evaluations.c.evaluation_id == evaluation_id, versions.c.version == wanted)
        )
        with self._transaction() as connection:
            row = connection.execute(question).mappings().first()
        if row is None or not _may_know(row["snapshot"]):
            raise EvaluationError(
                f"没有编号为{evaluation_id}的评价或该版本。请从列表中选择。",
                f"There is no evaluation {evaluation_id} or not in that version. Choose one from the list.",
            )
        return _evaluation(row)

    def listed(self) -> list[Evaluation]:
        """The newest version of every evaluation, the newest evaluation first; none for who may not see them."""
        if not may("read"):
            return []
        with self._transaction() as connection:
            found = connection.execute(
                sa.select(evaluations.c.evaluation_id, evaluations.c.snapshot).order_by(evaluations.c.evaluation_id.desc())
            ).all()
        return [self.get(key) for key, snapshot in found if _may_know(snapshot)]

    def history(self, evaluation_id: int) -> list[Evaluation]:
        """Every version, the newest first."""
        latest = self.get(evaluation_id).latest
        return [self.get(evaluation_id, version) for version in range(latest, 0, -1)]


def differences(base: Content, theirs: Content, mine: Content) -> list[Difference]:
    """What either side changed since ``base``, where the two sides now differ."""
    was, stored, wanted = base.facts(), theirs.facts(), mine.facts()
    names = dict.fromkeys([*was, *stored, *wanted])
    return [
        Difference(name, was.get(name), stored.get(name), wanted.get(name))
        for name in names
        if stored.get(name) != wanted.get(name)
    ]


def merged(base: Content, theirs: Content, mine: Content) -> Content:
    """Theirs with everything that ``mine`` changed since ``base`` on top: the reader's decision after a conflict."""
    values: dict[str, Any] = {}
    if (mine.preset, mine.weights) != (base.preset, base.weights):
        values |= {"preset": mine.preset, "weights": mine.weights}
    if mine.suggestions != base.suggestions:
        values["suggestions"] = mine.suggestions
    scores = dict(theirs.scores)
    for code in {*base.scores, *mine.scores}:
        if mine.scores.get(code) != base.scores.get(code):
            scores.pop(code, None)
            scores |= {code: mine.scores[code]} if code in mine.scores else {}
    return theirs.changed(**values, scores=scores)


def _version_row(evaluation_id: int, version: int, author: str, content: Content) -> dict[str, Any]:
    return {
        "evaluation_id": evaluation_id,
        "version": version,
        "author": _text(author),
        "saved_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "content": content.model_dump(mode="json"),
    }


def _text(value: str) -> str:
    cleaned = " ".join(value.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise EvaluationError(
            f"名称和评价人须填写，且不超过{LONGEST_NAME}个字。",
            f"A name and an author of at most {LONGEST_NAME} characters are needed.",
        )
    return cleaned


def _evaluation(row: Any) -> Evaluation:
    return Evaluation(
        evaluation_id=row["evaluation_id"],
        name=row["name"],
        snapshot=row["snapshot"],
        snapshot_version=row["snapshot_version"],
        parameters=row["parameters"],
        version=row["shown"],
        latest=row["version"],
        author=row["author"],
        saved_at=row["saved_at"],
        content=Content.model_validate(row["content"]),
    )
