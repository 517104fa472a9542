"""What a page lets choose beside the shared filters, kept in the address like them: cases, a month, a year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.questions.filters import ignored_notice
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run


@dataclass(frozen=True)
class Choice:
    """One parameter of a page: ``offered`` values with their names, ``everything`` is the name of no choice."""

    parameter: str
    everything: str
    offered: Sequence[str]
    named: Callable[[str], str]

    @property
    def title(self) -> str:
        """Its name on the page, in exports and in the audit."""
        return _(f"chosen.{self.parameter}")

    def value(self) -> str | None:
        """The value in the address, which from then on stands at the head of the page and in every export.

        One that is not offered is named in a notice and otherwise ignored. Called once, before the page's head.
        """
        given = st.query_params.get(self.parameter)
        if not given:
            return None
        now = page_run()
        if given not in self.offered:
            now.notices.append(ignored_notice(self.parameter, given))
            return None
        now.chosen.append((self.title, self.named(given)))
        return given

    def box(self, *, width: int) -> None:
        """The widget that is the same as a click on the chart."""
        key, given = f"chosen_{self.parameter}", st.query_params.get(self.parameter, "")
        st.session_state[key] = given if given in self.offered else ""
        st.selectbox(
            self.title,
            ["", *self.offered],
            key=key,
            width=width,
            on_change=lambda: self._choose(st.session_state[key]),
            format_func=lambda value: self.named(value) if value else self.everything,
        )

    def _choose(self, value: str) -> None:
        set_parameter(self.parameter, [value] if value else [])
