"""Rules of the tree that no linter knows."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.settings import PROJECT_DIR
from dashboard.warehouse import MODEL, MODEL_OF_FINDINGS, QUERIES_DIR, query_info, query_names, query_text
from tests.arrows import arrows, table

MOST_ARROWS = 40
PYTHON = [path for folder in ("dashboard", "pages") for path in (PROJECT_DIR / folder).rglob("*.py")]
# a page is one word; what belongs to one page alone stands beside it as <page>_<what>.py
PAGES = sorted(path for path in (PROJECT_DIR / "pages").glob("*/*.py") if "_" not in path.stem)
DOCS = PROJECT_DIR / "docs"


def first_cells(document: str, *, head: str) -> list[str]:
    """The names in the first column of the table with this head."""
    lines = (DOCS / document).read_text(encoding="utf-8").splitlines()
    table = lines[lines.index(head) + 2 :]
    rows = table[: next((place for place, line in enumerate(table) if not line.startswith("|")), len(table))]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


@pytest.mark.parametrize("name", query_names())
def test_every_query_opens_with_sentence_grain_and_parameters(name: str) -> None:
    lines = query_text(name).splitlines()
    assert lines[0].startswith("-- ")
    assert lines[0].endswith((".", ","))
    assert query_info(name).grain
    statement = "\n".join(line for line in lines if not line.startswith("-- "))
    assert set(re.findall(r"\$(\w+)", statement)) == set(query_info(name).parameters)
    statements = [line for line in lines if not line.startswith("--") and line.endswith(";")]
    assert statements == [lines[-1]]


def test_the_model_is_whole() -> None:
    assert sorted(path.stem for path in (QUERIES_DIR / "model").glob("*.sql")) == sorted((*MODEL, *MODEL_OF_FINDINGS))


def test_no_file_name_of_the_program_occurs_twice() -> None:
    names = Counter(path.name for path in (PROJECT_DIR / "dashboard").rglob("*.py"))
    assert [name for name, count in names.items() if count > 1 and name not in ("__init__.py", "__main__.py")] == []


def test_each_test_has_an_id_of_its_own(request: pytest.FixtureRequest) -> None:
    """Of tests that share an id xdist runs one and says nothing of the others."""
    assert [name for name, count in Counter(item.nodeid for item in request.session.items).items() if count > 1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_read_like_sentences(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert not re.search(r"^\s*def |\bselect\b.*\bfrom\b|#[0-9a-fA-F]{6}", text, re.MULTILINE)


def test_site_map_and_documents_name_every_page_and_query() -> None:
    router = ast.parse((PROJECT_DIR / "dashboard" / "screen" / "router.py").read_text(encoding="utf-8"))
    site_map = next(
        ast.literal_eval(node.value)
        for node in router.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SITE_MAP"
    )
    listed = {name for names in site_map.values() for name in names}
    assert listed == {f"{page.parent.name}/{page.stem}" for page in PAGES}
    assert sorted(first_cells("using.md", head="| page | shows |")) == sorted(listed)
    assert sorted(first_cells("queries.md", head="| query | answers |")) == sorted(query_names())


def test_colours_live_in_one_file() -> None:
    assert [path.name for path in PYTHON if re.search(r"[\"']#[0-9a-fA-F]{6}[\"']", path.read_text(encoding="utf-8"))] == []


def test_the_address_is_written_in_one_file() -> None:
    """What is written elsewhere would be undone by the next choice, which takes up what the browser has not heard of."""
    written = re.compile(r"st\.query_params(\.(pop|clear|update|from_dict)\(|\[[^\]]+\] = )")
    assert [path.name for path in PYTHON if written.search(path.read_text(encoding="utf-8"))] == ["filter_bar.py"]


def test_the_environment_is_read_in_one_file() -> None:
    reads = re.compile(r"\benviron\b|\bgetenvb?\b")
    assert [path.name for path in PYTHON if reads.search(path.read_text(encoding="utf-8"))] == ["settings.py"]


def test_rooms_stand_on_few_others() -> None:
    found = arrows()
    assert sum(len(others) for others in found.values()) <= MOST_ARROWS
    assert f"\n\n{table(found)}\n\n" in (DOCS / "architecture.md").read_text(encoding="utf-8"), "python -m tests.arrows"


def test_snapshots_are_built_without_rights_and_questions() -> None:
    """Whoever puts the commands together says who runs them."""
    assert not {"access", "questions"} & set(arrows()["etl"])


def test_an_arrow_is_found_wherever_it_stands(tmp_path: Path) -> None:
    for room in ("one", "two", "three", "four"):
        (tmp_path / room / "inner").mkdir(parents=True)
        (tmp_path / room / "__init__.py").touch()
    (tmp_path / "one" / "inner" / "deep.py").write_text("def f():\n    from dashboard.two.b import c\n", encoding="utf-8")
    (tmp_path / "two" / "b.py").write_text("import dashboard.three\nfrom dashboard import four, errors\n", encoding="utf-8")
    (tmp_path / "four" / "d.py").write_text("from dashboard.four import e\nimport polars.two\n", encoding="utf-8")
    assert arrows(tmp_path) == {"one": ["two"], "two": ["four", "three"]}
