"""The tables that a page writes as HTML, as a reader sees them: for tests that ask what stands in them."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest


def listed_tables(app: AppTest) -> list[dict[str, list[str]]]:
    """Each table as its columns: heading and texts."""
    bodies = "".join(element.proto.body for element in app.get("html"))
    return [_columns(table) for table in re.findall(r"<table class='listed.*?</table>", bodies, re.DOTALL)]


def _columns(table: str) -> dict[str, list[str]]:
    headings = [unescape(text) for text in re.findall(r"<th(?: [^>]*)?>(.*?)</th>", table)]
    cells = [unescape(text) for text in re.findall(r"<td(?: [^>]*)?>(.*?)</td>", table)]
    return {heading: cells[place :: len(headings)] for place, heading in enumerate(headings)}
