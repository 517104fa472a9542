"""Text from outside is shown as it is: no mark of Markdown, HTML, formula or link survives in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard.presentation.formats import literal

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = ["[a](http://x)", "![a](http://x/y.png)", "<b>x</b>", "**a**", "`a`", "a_b_c", "~~a~~", "http://x.example", "<http://x.example>",
           ":red[x]", "a | b", "$x^2$", "\\[a](b)", "[a]: http://x"]  # fmt: skip


def shown(text: str) -> str:
    """What a reader sees; only text and paragraphs may come of it."""
    kinds, words = set(), []
    for token in MARKDOWN.parse(text):
        kinds |= {token.type} | {child.type for child in token.children or ()}
        words += [child.content for child in token.children or () if child.type in ("text", "text_special")]
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"}, kinds
    return "".join(words).replace("\u2060", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mark_survives(text: str) -> None:
    assert shown("句子 " + literal(text)) == f"句子 {text}"


@given(st.text(alphabet="ab[]()!*_`~<>|$:\\/.# 甲-&;", max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    wanted = " ".join(f"句{text}".split())
    assert shown(literal(f"句{text}")) == wanted
