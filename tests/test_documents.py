"""The documents say what is so: links and paths lead somewhere, command lines name commands there are."""

import argparse
import importlib.util
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.__main__ import build_etl_parser, build_parser
from dashboard.settings import PROJECT_DIR

DOCS = PROJECT_DIR / "docs"
DECISIONS = DOCS / "decisions"
AT_THE_TOP = [PROJECT_DIR / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "SECURITY")]
DOCUMENTS = [*AT_THE_TOP, *sorted(DOCS.rglob("*.md"))]
MOST_BYTES_OF_README = 8192
FENCED = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"(?:dashboard|pages|queries|tests|bench|deploy|docs|data/reference|\.streamlit)/[\w./-]*")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
PYTHON = re.compile(r"(?:\S*/)?python -m (dashboard\S*) ?(.*)")
MAKE = re.compile(r"make(?: (.*))?")
PARSERS = {"dashboard": build_parser, "dashboard.etl": build_etl_parser}


def without_code(text: str) -> str:
    return SPAN.sub("", FENCED.sub("", text))


def anchors(text: str) -> set[str]:
    """Anchors of a document's headings, as hosts of repositories make them."""
    headings = HEADING.findall(FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(link: str, text: str, *, at: Path) -> bool:
    """Whether a link in ``text``, a document in the folder ``at``, names a file of the project, and its heading if any."""
    file, _, anchor = link.partition("#")
    if file:
        target = (at / file).resolve()
        if not (target.is_relative_to(PROJECT_DIR) and target.is_file()):
            return False
        text = target.read_text(encoding="utf-8") if anchor else ""
    return not anchor or anchor in anchors(text)


def links(text: str) -> list[str]:
    """Links of a document that stay within the project."""
    return [link for link in LINK.findall(without_code(text)) if "://" not in link and not link.startswith("mailto:")]


def broken_links(text: str, *, at: Path) -> list[str]:
    return [link for link in links(text) if not leads_somewhere(link, text, at=at)]


def missing_paths(text: str) -> list[str]:
    """Paths of the project in code of a line that lead to nothing; those with a placeholder are left alone."""
    spans = (span for span in SPAN.findall(FENCED.sub("", text)) if PATH.fullmatch(span))
    return [span for span in spans if not (PROJECT_DIR / span).exists()]


def commands(text: str) -> Iterator[str]:
    """Command lines of fenced blocks and of code in a line, without what is set before them and without remarks."""
    blocks = FENCED.findall(text)
    lines = [line for block in blocks for line in block.splitlines()] + SPAN.findall(FENCED.sub("", text))
    for line in lines:
        for part in re.sub(r"\s#.*", "", line).split("&&"):
            yield re.sub(r"^(?:[A-Z_]+=(?:\"[^\"]*\"|\S*) )+", "", part.strip())


@cache
def targets() -> set[str]:
    text = (PROJECT_DIR / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", text, re.MULTILINE))


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return next(dict(action.choices) for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def is_wrong(command: str) -> bool:
    """Whether it calls this project by a target, module, subcommand or option that there is not."""
    if made := MAKE.fullmatch(command):
        return not {word for word in (made[1] or "").split() if "=" not in word} <= targets()
    called = PYTHON.fullmatch(command)
    if called is None:
        return False
    module, words = called[1], shlex.split(called[2])
    if module not in PARSERS:
        return importlib.util.find_spec(module) is None
    known = subcommands(PARSERS[module]())
    if not words:
        return False
    options = {word.partition("=")[0] for word in words if word.startswith("--")}
    return words[0] not in known or not options <= known[words[0]]._option_string_actions.keys()


def names(document: Path) -> str:
    return str(document.relative_to(PROJECT_DIR))


def test_the_readme_is_short() -> None:
    assert len((PROJECT_DIR / "README.md").read_bytes()) <= MOST_BYTES_OF_README


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document.read_text(encoding="utf-8"), at=document.parent) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_path_is_there(document: Path) -> None:
    assert missing_paths(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_every_command_line_names_a_command(document: Path) -> None:
    assert [command for command in commands(document.read_text(encoding="utf-8")) if is_wrong(command)] == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [PROJECT_DIR / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md":
            continue
        reached.add(document)
        found = links(document.read_text(encoding="utf-8"))
        waiting += [(document.parent / link.partition("#")[0]).resolve() for link in found if link[0] != "#"]
    assert [names(document) for document in DOCUMENTS if document not in reached] == []


def test_every_decision_has_a_day_and_stands_in_the_index() -> None:
    files = sorted(path.name for path in DECISIONS.iterdir() if path.name != "README.md")
    assert [name for name in files if not re.fullmatch(r"20\d\d-[01]\d-[0-3]\d-[a-z0-9]+(-[a-z0-9]+)*\.md", name)] == []
    listed = [link for link in LINK.findall((DECISIONS / "README.md").read_text(encoding="utf-8")) if "/" not in link]
    assert sorted(listed) == files
    for name in files:
        lines = (DECISIONS / name).read_text(encoding="utf-8").splitlines()
        assert name[:10] in lines
        assert [line for line in lines if line.startswith("## ")] == ["## What", "## Why", "## What was tried"]


def test_what_these_tests_look_for_is_there() -> None:
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert sum(1 for command in commands(text) if PYTHON.fullmatch(command)) > 20
    assert sum(1 for command in commands(text) if MAKE.fullmatch(command)) > 20
    assert {"run", "test", "check", "test-spark"} <= targets()


@pytest.mark.parametrize("command", [
    "make tests", "python -m dashboard ask uptake/by_item", "python -m dashboard query uptake/by_item --colour red",
    ".venv/bin/python -m dashboard.etl publish FILE…", "python -m dashboard.etl verify NAME --force",
    "python -m dashboard.nothing",
])  # fmt: skip
def test_a_wrong_command_line_is_found(command: str) -> None:
    assert [found for found in commands(f"```\nLANG=C {command}   # remark\n```") if is_wrong(found)] == [command]
    assert [found for found in commands(f"Run `{command}`.") if is_wrong(found)] == [command]


@pytest.mark.parametrize("link", ["nowhere.md", "using.md#nothing", "#nothing", "../../outside.md"])
def test_a_broken_link_is_found(link: str) -> None:
    assert broken_links(f"# One\n\n[a]({link}), [b](using.md#the-pages), [c](#one)", at=DOCS) == [link]


def test_a_missing_path_is_found() -> None:
    text = "`tests/nothing.py`, `docs/using.md`, `queries/`, `pages/<section>/<page>.py`"
    assert missing_paths(text) == ["tests/nothing.py"]
