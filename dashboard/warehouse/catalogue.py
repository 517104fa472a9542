"""The query files: ``queries/<section>/<result>.sql``, their opening comments and the model they stand on."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.errors import ReaderError
from dashboard.settings import PROJECT_DIR

QUERIES_DIR = PROJECT_DIR / "queries"
# judgements on rows, worked out once for a snapshot, each after what it uses
FACTS = ("held_columns", "organisation_names", "award_links")
# each after what it uses: tables made once per snapshot, and the macros that define the figures
MODEL = (
    "observed_rounds", "organisations", "application_key", "stage_reached", "applications_judged", "applications_found",
    "application_figures", "duration_figures", "item_states", "scope_state", "lorenz_points",
    "breakdown_keys", "award_claims", "awards_matched",
    "awards_judged", "award_figures", "uptake_rows", "uptake",
    "finding_words", "approved_cases", "case_certificates", "pro_rata_cuts", "cut_cases", "case_awards", "first_time_cases",
    "other_honours",
)  # fmt: skip
# these read the findings, which come after the rules
MODEL_OF_FINDINGS = ("over_the_term", "findings_judged", "money_concerned", "finding_counts", "rules_judged")
QUERY_NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")
DEFAULT = re.compile(r"\$(\w+) = (\S+?)(?=[,. ]|$)")
CHOICES = re.compile(r"\$(\w+) = \S+ \((?:list of )?(\w+(?:(?:, | or )\w+)+)\)")


class QueryError(ReaderError):
    """A query that does not exist, was called with wrong parameters, or was stopped."""


class QueryTimeoutError(QueryError):
    """A query that was stopped because it took too long."""


@dataclass(frozen=True)
class QueryInfo:
    """Head of a query file: its name, one sentence, the grain of its rows, its parameters, defaults and allowed values."""

    name: str
    sentence: str
    grain: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Any]
    choices: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def query_text(name: str) -> str:
    """SQL of the query ``section/result``.

    Raises:
        QueryError: there is no such query.
    """
    path = QUERIES_DIR / f"{name}.sql"
    if not QUERY_NAME.fullmatch(name) or _is_foundation(name) or not path.is_file():
        raise QueryError(
            f"没有名为“{name[:80]}”的查询。运行 python -m dashboard queries 可列出全部查询。",
            f"There is no query named '{name[:80]}'. Run `python -m dashboard queries` for the list.",
        )
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def query_info(name: str) -> QueryInfo:
    """Read the opening comment of a query."""
    head = [line[3:] for line in query_text(name).splitlines() if line.startswith("-- ")]
    fields = {key: value for key, _, value in (line.partition(": ") for line in head)}
    return QueryInfo(
        name=name,
        sentence=head[0],
        grain=fields["Grain"].rstrip("."),
        parameters=tuple(re.findall(r"\$(\w+)", fields["Parameters"])),
        defaults={name: json.loads(value) for name, value in DEFAULT.findall(fields["Parameters"])},
        choices={name: tuple(re.split(r", | or ", words)) for name, words in CHOICES.findall(fields["Parameters"])},
    )


def query_names() -> list[str]:
    """All queries as ``section/result``, sorted."""
    found = (path.relative_to(QUERIES_DIR).with_suffix("").as_posix() for path in QUERIES_DIR.glob("*/*.sql"))
    return sorted(name for name in found if not _is_foundation(name))


def foundation_text(name: str) -> str:
    """SQL of one of ``FACTS``, ``MODEL`` or ``MODEL_OF_FINDINGS``: tables, views and macros that the answers stand on."""
    folder = "facts" if name in FACTS else "model"
    return (QUERIES_DIR / folder / f"{name}.sql").read_text(encoding="utf-8")


def _is_foundation(name: str) -> bool:
    return name.startswith(("facts/", "model/"))
