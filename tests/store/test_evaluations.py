"""Evaluations: versions, authors, and two writers of whom one is told."""

import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.access import Access, RestrictedError, Role, act_as
from dashboard.access import bind_to_reader as as_reader
from dashboard.store.database import DatabaseError, database_url, open_database
from dashboard.store.evaluations import ConflictError, Content, Evaluation, EvaluationError, Evaluations, HandScore, merged
from tests.store.postgres import new_database

MINE, THEIRS = (
    HandScore(points=Decimal("2.5"), reason="有批文", evidence="批文.pdf"),
    HandScore(points=Decimal(1), reason="缺文件"),
)


@pytest.fixture(autouse=True)
def evaluator() -> Iterator[None]:
    with act_as(Access("e", "evaluator", name="评价员")):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return database_url(data=tmp_path)
    return new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def kept(url: str) -> Evaluations:
    return Evaluations(open_database(url))


def begun(kept: Evaluations) -> Evaluation:
    return kept.create(
        name="2025年度评价",
        author="甲",
        snapshot="synthetic",
        snapshot_version="f" * 64,
        parameters={"period": ["fund_year:2025"]},
        content=Content(),
    )


def test_every_version_and_author_is_kept(kept: Evaluations, url: str) -> None:
    first = begun(kept)
    second = kept.save(first.evaluation_id, base=1, content=first.content.changed(scores={"A11": MINE}), author="乙")
    assert (second.version, second.latest, second.author) == (2, 2, "乙")
    again = Evaluations(open_database(url)).get(first.evaluation_id)
    assert again == second
    assert again.content.scores["A11"] == MINE
    assert again.parameters == {"period": ["fund_year:2025"]}
    assert [(entry.version, entry.author) for entry in kept.history(first.evaluation_id)] == [(2, "乙"), (1, "甲")]
    assert kept.get(first.evaluation_id, 1).content == Content()
    assert [entry.name for entry in kept.listed()] == ["2025年度评价"]


def test_the_later_of_two_is_refused_and_sees_both_values(kept: Evaluations) -> None:
    base = begun(kept)
    kept.save(base.evaluation_id, base=1, content=base.content.changed(scores={"A11": THEIRS}), author="乙")
    wanted = base.content.changed(scores={"A11": MINE}, suggestions="加快审定")
    with pytest.raises(ConflictError, match="乙 saved version 2") as conflict:
        kept.save(base.evaluation_id, base=1, content=wanted, author="甲")
    seen = {difference.name: difference for difference in conflict.value.differences}
    assert (seen["scores.A11"].base, seen["scores.A11"].theirs, seen["scores.A11"].mine) == (None, THEIRS, MINE)
    assert seen.keys() == {"scores.A11", "suggestions"}
    assert kept.get(base.evaluation_id).content.scores == {"A11": THEIRS}
    # after looking at both, mine goes on top of theirs and loses nothing of theirs
    stored = conflict.value.stored
    both = merged(base.content, stored.content.changed(scores={"A11": THEIRS, "A12": THEIRS}), wanted)
    assert (both.scores, both.suggestions) == ({"A11": MINE, "A12": THEIRS}, "加快审定")
    assert kept.save(base.evaluation_id, base=2, content=both, author="甲").version == 3


def test_of_twenty_writers_at_once_exactly_one_wins_each_version(kept: Evaluations) -> None:
    base = begun(kept)
    outcomes: list[str] = []

    def write(place: int) -> None:
        try:
            kept.save(
                base.evaluation_id, base=1, content=base.content.changed(suggestions=str(place)), author=f"评价人{place}"
            )
            outcomes.append("saved")
        except ConflictError:
            outcomes.append("told")

    writers = [threading.Thread(target=as_reader(write), args=(place,)) for place in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (outcomes.count("saved"), outcomes.count("told")) == (1, 19)
    assert kept.get(base.evaluation_id).latest == 2


def test_taking_points_back_is_a_change_too() -> None:
    base = Content(scores={"A11": THEIRS})
    assert merged(base, base.changed(suggestions="x"), Content()).scores == {}


@pytest.mark.parametrize(("name", "author"), [("", "甲"), ("评价", "  "), ("长" * 121, "甲")])
def test_names_are_needed(kept: Evaluations, name: str, author: str) -> None:
    with pytest.raises(EvaluationError):
        kept.create(name=name, author=author, snapshot="s", snapshot_version="v", parameters={}, content=Content())
    assert kept.listed() == []


def test_unknown_evaluations_and_versions_are_named(kept: Evaluations) -> None:
    with pytest.raises(EvaluationError, match="no evaluation 7"):
        kept.get(7)
    with pytest.raises(EvaluationError, match="not in that version"):
        kept.get(begun(kept).evaluation_id, 9)


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "sqlite:////proc/none/x.sqlite"])
def test_a_database_that_cannot_be_used_is_one_clear_message(url: str) -> None:
    with pytest.raises(DatabaseError, match="DASHBOARD_DATABASE") as error:
        Evaluations(open_database(url))
    assert url not in error.value.en


def test_any_url_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    begun(Evaluations(open_database(database_url(data=tmp_path))))
    assert sa.inspect(sa.create_engine(f"sqlite:///{tmp_path / 'elsewhere.db'}")).get_table_names() == [
        "alembic_version",
        "audit_entries",
        "evaluation_versions",
        "evaluations",
        "saved_views",
    ]


@pytest.mark.parametrize(("role", "reads"), [("public", False), ("district", False), ("leader", True)])
def test_only_evaluators_write_and_not_everybody_reads(kept: Evaluations, role: Role, reads: bool) -> None:
    made = begun(kept)
    with act_as(Access("x", role, ("440305",) if role == "district" else ())):
        for write in (lambda: begun(kept), lambda: kept.save(made.evaluation_id, base=1, content=Content(), author="丙")):
            with pytest.raises(RestrictedError):
                write()
        assert len(kept.listed()) == reads
        if not reads:
            with pytest.raises(RestrictedError):
                kept.history(made.evaluation_id)
    assert kept.get(made.evaluation_id).latest == 1
