"""Every message that a reader can be shown has its text in both languages, and every text is used.

Ids that stand in the code are read from it. Ids that are built there are enumerated in ``message_families``: a family that
is not stands out as a failure, and so does an id that is a bare variable.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.presentation.language import (
    LANGUAGES,
    LOCALE_DIR,
    UnknownMessageError,
    known_text,
    plural,
    set_language,
    translate,
)
from dashboard.settings import PROJECT_DIR
from tests.message_families import BUILT, COLUMNS, under

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ASKING = ("_", "translate", "plural", "known_text")
# texts that a part of the page which runs by itself fills in later
FILLED_IN_LATER = {"newer.cited", "newer.published"}
VALUE = re.compile(r"{(\w+)[:}]")
PYTHON = [
    path
    for folder in ("dashboard", "pages")
    for path in sorted((PROJECT_DIR / folder).rglob("*.py"))
    # a function of the same name there puts queries into another dialect
    if path.parent.name != "spark"
]


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """The forms of every message by its id."""
    with (LOCALE_DIR / f"{language}.po").open("rb") as stream:
        entries = [entry for entry in read_po(stream) if entry.id]
    return {forms(entry.id)[0]: forms(entry.string) for entry in entries}


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def texts_of(language: str) -> list[str]:
    return [form for texts in catalogue(language).values() for form in texts]


def ids(node: ast.expr) -> Iterator[str]:
    """What an argument may be: a text, either of two, or a text with a star for each built part."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from (*ids(node.body), *ids(node.orelse))
        case ast.JoinedStr():
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        case _:
            yield "{" + ast.unparse(node) + "}"


@cache
def calls() -> list[tuple[str, Path, ast.Call]]:
    """Every call of the code with its place."""
    return [
        (f"{path.relative_to(PROJECT_DIR)}:{node.lineno}", path, node)
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args
    ]


@cache
def asked_for() -> dict[str, list[str]]:
    """Every id and every built family of the code, with where it stands."""
    found: dict[str, list[str]] = {}
    for place, path, call in calls():
        for message in asked(call, path):
            found.setdefault(message, []).append(place)
    return found


def asked(call: ast.Call, path: Path) -> Iterator[str]:
    """Ids that one call asks for; of :func:`labels.label` the family with a star for the code."""
    match call.func:
        case ast.Name(id=name) if name in ASKING:
            yield from ids(call.args[0])
        case ast.Attribute(value=ast.Name(id="labels"), attr="label"):
            yield from (f"{family}.*" for family in ids(call.args[0]))
        case ast.Name(id="label") if path.stem == "labels":
            yield from (f"{family}.*" for family in ids(call.args[0]))


def test_every_id_that_is_built_belongs_to_a_family_whose_ids_are_enumerated() -> None:
    # ``labels.value`` hands on the filter that its callers name, and ``known_text`` the id
    handed_on = {"{message}", "{name}.*"}
    built = {name: places for name, places in asked_for().items() if re.search(r"[*{]", name)}
    assert {name: places for name, places in built.items() if name not in BUILT and name not in handed_on} == {}
    assert sorted(BUILT.keys() - built.keys()) == [], "families that nothing builds any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_that_the_code_asks_for_is_in_the_catalogue_and_no_other(language: str) -> None:
    written = {name for name in asked_for() if not re.search(r"[*{]", name)}
    wanted = written | {key for keys in BUILT.values() for key in keys}
    # the English sentence of a query is the head of its file
    wanted = {key for key in wanted if language == "zh" or not key.startswith("query.")}
    assert sorted(wanted - catalogue(language).keys()) == []
    # a column that is no figure may have a definition, and need not
    assert sorted(catalogue(language).keys() - wanted - set(under("definition", COLUMNS))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_is_a_key_that_stands_once_and_in_order(language: str) -> None:
    text = (LOCALE_DIR / f"{language}.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert [key for key in found if not KEY.fullmatch(key)] == []
    assert found == sorted(set(found)), "new ones go where the alphabet puts them, so that two changes seldom meet"
    assert all(texts_of(language))


def test_both_languages_fill_in_the_same_values() -> None:
    for key, texts in catalogue("en").items():
        values = {frozenset(VALUE.findall(form)) for form in (*texts, *catalogue("zh")[key])}
        assert len(values) == 1, key


def test_no_function_of_messages_is_handed_on() -> None:
    """What such a function is then called with, nothing here could tell: columns and codes have functions of their own."""
    handed_on = []
    for path in PYTHON:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        handed_on += [
            f"{path.relative_to(PROJECT_DIR)}:{node.lineno}"
            for node in nodes
            if isinstance(node, ast.Name) and node.id in ASKING and isinstance(node.ctx, ast.Load) and id(node) not in called
        ]
    assert handed_on == []


def test_every_call_gives_the_values_that_its_message_holds() -> None:
    wrong = {}
    for place, path, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        for message in asked(call, path):
            # what is handed on as a whole (``**said``) cannot be told from the code, nor can a built id
            if message in catalogue("zh") and None not in given:
                held = set(VALUE.findall(" ".join(catalogue("zh")[message])))
                if given - {"count"} != held - {"count"} and message not in FILLED_IN_LATER:
                    wrong[place] = message
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_id_that_is_in_no_catalogue_is_refused(language: str) -> None:
    set_language(language)
    for refused in (lambda: translate("page.nowhere"), lambda: plural("page.nowhere", count=2)):
        with pytest.raises(UnknownMessageError, match=r"page\.nowhere"):
            refused()
    assert known_text("page.nowhere") is None
    assert known_text("page.overview") == translate("page.overview")
    set_language("zh")


def test_a_noun_that_follows_its_number_has_both_forms_in_english_and_one_in_chinese() -> None:
    nouns = re.compile(r"{\w+:([^}]*)}")
    assert all(re.fullmatch(r"[a-z ]+[|][a-z ]+", form) for text in texts_of("en") for form in nouns.findall(text))
    assert not any(nouns.search(text) for text in texts_of("zh"))


def test_no_latin_word_in_the_chinese_catalogue_that_is_not_a_name() -> None:
    # units and files; files and settings that an administrator types
    names = {
        "Kaplan", "Meier", "fast", "geocn", "PNG", "SVG", "Excel", "CSV", "Parquet", "quarantine", "xlsx", "deploy",
        "access", "example", "toml", "DASHBOARD", "ACCESS", "streamlit", "secrets", "auth", "docs", "rights", "md",
    }  # fmt: skip
    found = {word for text in texts_of("zh") for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"{\w+}", "", text))}
    assert found <= names
