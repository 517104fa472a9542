"""An office's Word template is no program: what it may say is listed, all else is refused by name before it is filled."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as open_word

from dashboard.report.word import TemplateError, check_template
from dashboard.report.word_template import make_template
from dashboard.settings import PROJECT_DIR
from tests.pages.test_pages import open_page

# what runs code, writes files, fills the memory or reads what is not the report's; with the name the sentence says
REFUSED = {
    "{{ cycler.__init__.__globals__.os.system('touch PLACE') }}": "call",
    "{{ cycler }}": "cycler",
    "{{ title.__class__.__mro__ }}": "__mro__",
    "{% for block in blocks %}{{ block.picture.tpl.save('PLACE') }}{% endfor %}": "call",
    "{% for block in blocks %}{{ block.picture.tpl }}{% endfor %}": "tpl",
    "{% for block in blocks %}{{ block['picture'] }}{% endfor %}": "getitem",
    "{{ title|attr('__class__') }}": "attr",
    "{{ title|center(3000000) }}": "center",
    "{{ '%1000000d'|format(1) }}": "format",
    "{{ 'a' * 10000000 }}": "mul",
    "{{ 10 ** 10000000 }}": "pow",
    "{{ '%1000000d' % 1 }}": "mod",
    "{{ title ~ title }}": "concat",
    "{% set x = title %}{{ x }}": "assign",
    "{% for n in range(1000000000) %}{% endfor %}": "call",
    "{% include '/etc/passwd' %}": "include",
    "{% import 'x' as x %}": "import",
    "{% macro m() %}{% endmacro %}": "macro",
    "{% for a in blocks %}" * 4 + "{% endfor %}" * 4: "for",
    "{{ titel }}": "titel",
    "{{ title.upper }}": "upper",
}  # fmt: skip


def template_with(tag: str, folder: Path, *, part: str = "body") -> Path:
    word = open_word(io.BytesIO(make_template("zh")))
    if part == "body":
        word.paragraphs[0].insert_paragraph_before(tag)
    elif part == "header":
        word.sections[0].header.paragraphs[0].text = tag
    else:
        word.core_properties.subject = tag
    word.save(str(folder / "own.docx"))
    return folder / "own.docx"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_built_in_template_says_nothing_else(language: str, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(make_template(language))
    check_template(tmp_path / "own.docx")


@pytest.mark.parametrize("part", ["body", "header", "properties"])
@pytest.mark.parametrize("tag", REFUSED)
def test_whatever_is_not_listed_is_refused_by_name(tag: str, part: str, tmp_path: Path) -> None:
    place = tmp_path / "written"
    own = template_with(tag.replace("PLACE", str(place)), tmp_path, part=part)
    with pytest.raises(TemplateError) as error:
        check_template(own)
    assert REFUSED[tag] in error.value.en
    assert REFUSED[tag] in error.value.zh
    assert not place.exists()


@pytest.mark.parametrize(
    "tag",
    [
        "{{ title|upper }}",
        "{% for line in head %}{{ loop.index }} {{ line }}{% endfor %}",
        "{% if warning and not foot %}{{ warning }}{% endif %}",
        "{% for block in blocks %}{{ block.text }}{{ block.note }}{{ block.marks }}{% endfor %}",
    ],
)
def test_the_names_of_the_report_serve(tag: str, tmp_path: Path) -> None:
    check_template(template_with(tag, tmp_path))


def test_what_is_no_word_file_or_lost_its_table_is_said(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(own, "w") as package:
        package.writestr("a", "b")
    for content in (b"", b"no word file", own.read_bytes()):
        own.write_bytes(content)
        with pytest.raises(TemplateError, match="no .docx file"):
            check_template(own)


@pytest.mark.parametrize(("language", "said"), [("zh", "Word模板无法使用"), ("en", "Word template cannot be used")])
def test_the_page_says_what_is_wrong_before_a_report_is_asked_for(
    language: str, said: str, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "snapshots").symlink_to(shipped / "snapshots")
    template_with("{{ cycler }}", tmp_path / "report").rename(tmp_path / "report" / "template.docx")
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    app = open_page(PROJECT_DIR / "pages" / "evaluation" / "report.py", lang=language)
    assert not app.exception
    assert any(said in error.value and "cycler" in error.value for error in app.error)
    assert not [button for button in app.button if button.key == "report_build"]
