"""The frame of the ministry of finance: points from the figures and from the evaluator; what is open stays open."""

import streamlit as st

from dashboard.evaluation.scorecard import load_frame, score, words
from dashboard.presentation import charts, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.language import translate as _
from dashboard.questions import query
from dashboard.screen import kpi_grid, page, page_run, show
from dashboard.screen.table_section import show_table
from dashboard.store.evaluations import may
from pages.evaluation import scorecard_editor, scorecard_sheet

now = page_run()
filters = now.filters
frame, kept = load_frame(), scorecard_sheet.reachable_store(now.data)
opened = scorecard_sheet.read_opened(kept, frame, filters)
ask = lambda name: query(name, filters)  # noqa: E731
card = score(frame, opened.content, ask)
said = words.say_score(card, when=labels.period(filters.period))

with page(_("page.scorecard"), sentence=said):
    scorecard_editor.show_chooser(kept, frame, opened)
    kpi_grid(scorecard_sheet.cards(card, frame, opened.content))
    left, right = st.columns([6, 6], gap="large")
    with left:
        show(
            charts.ranking(
                scorecard_sheet.bars(card),
                palette=now.palette,
                title=_("scorecard.second_level_title"),
                sort=False,
                subtitle=_("scorecard.second_level_subtitle"),
            ),
            key="scorecard_bars",
            alt=said,
            used=_("scorecard.few_cases"),
        )
        show_table(_("scorecard.first_level"), words.tabulate_summary(card), key="scorecard_summary", wrapped=True)
    with right:
        if not may("write"):
            st.caption(_("note.scorecard_rights"))
        elif kept is None:
            st.caption(_("scorecard.needs_database"))
        elif opened.evaluation is None:
            st.subheader(_("scorecard.points_by_hand"), anchor=False)
            scorecard_editor.show_beginning(kept, opened, filters)
        elif opened.fits:
            st.subheader(fmt.literal(opened.evaluation.name), anchor=False)
            scorecard_editor.show_editor(kept, frame, card, opened.evaluation, ask)
    show_table(_("scorecard.all_indicators"), words.tabulate_shown_detail(card), key="scorecard_detail", wrapped=True)
    if kept is not None and opened.evaluation is not None:
        show_table(
            _("scorecard.versions"), scorecard_sheet.versions(kept, opened.evaluation, frame), key="scorecard_versions"
        )
