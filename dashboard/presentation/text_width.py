"""How wide a text is: the one measure of columns, labels and headings, in the unit of each medium.

What only the browser can know (the room beside a chart) it measures itself, in ``screen/assets/chart_layout.js``.
"""

from dataclasses import dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Letters:
    """How wide the letters of one medium are, in its own unit: Chinese ones, all others, and figures and capitals."""

    wide: float
    narrow: float
    capital: float | None = None

    def width_of(self, letter: str) -> float:
        """Width of one letter; Unicode says which letters are as wide as Chinese ones."""
        if east_asian_width(letter) in "WF":
            return self.wide
        if self.capital is not None and (letter.isdigit() or letter.isupper()):
            return self.capital
        return self.narrow


# in the height of a letter (em), as most sans-serif fonts set them
EM = Letters(1, 0.55)
# a spreadsheet counts places; a Chinese letter takes two
PLACES = Letters(2, 1)


def measure_text(text: str, letters: Letters) -> float:
    """Width of a text that stands in one line, in the unit of ``letters``."""
    return sum(map(letters.width_of, text))


def shorten(text: str, room: float, letters: Letters) -> str:
    """The text as it is where ``room`` holds it; else as much of it as goes in, and "…" beside it."""
    used = 0.0
    for place, letter in enumerate(text):
        used += letters.width_of(letter)
        if used > room:
            return f"{text[:place]}…"
    return text
