"""Colours for charts, read from ``.streamlit/config.toml``: the one file that holds colour codes."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from dashboard.settings import PROJECT_DIR


@dataclass(frozen=True)
class Palette:
    """One theme: ``accent`` marks what is mine or chosen, ``rest`` everything else, the last three judged states."""

    accent: str
    rest: str
    text: str
    muted: str
    line: str
    background: str
    surface: str
    categories: tuple[str, ...]
    sequence: tuple[str, ...]
    good: str
    bad: str
    font: str


@lru_cache(maxsize=2)
def palette(theme: str) -> Palette:
    """The palette of ``light`` or ``dark``."""
    with (PROJECT_DIR / ".streamlit" / "config.toml").open("rb") as stream:
        themes = tomllib.load(stream)["theme"]
    colours = themes["dark" if theme == "dark" else "light"]
    return Palette(
        accent=colours["primaryColor"],
        rest=colours["grayColor"],
        text=colours["textColor"],
        muted=colours["grayTextColor"],
        line=colours["borderColor"],
        background=colours["backgroundColor"],
        surface=colours["secondaryBackgroundColor"],
        categories=tuple(colours["chartCategoricalColors"]),
        sequence=tuple(colours["chartSequentialColors"]),
        good=colours["greenColor"],
        bad=colours["redColor"],
        font=themes["font"],
    )
