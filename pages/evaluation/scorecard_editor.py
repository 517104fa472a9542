"""Choosing, beginning and changing an evaluation."""

from decimal import Decimal
from time import sleep

import polars as pl
import streamlit as st
from pydantic import ValidationError

from dashboard.access import current_access
from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import Frame, Scorecard, words
from dashboard.evaluation.scorecard.formulas import Ask
from dashboard.evaluation.scorecard.frame import OUTPUT_AND_EFFECT
from dashboard.evaluation.scorecard.scoring import choose_weights
from dashboard.presentation.formats import literal
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import Filters
from dashboard.screen.filter_bar import replace_parameters, set_parameter
from dashboard.store.evaluations import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Content,
    Evaluation,
    Evaluations,
    HandScore,
)
from pages.evaluation import scorecard_sheet as rows
from pages.evaluation.scorecard_save import open_version, save

NONE = ""
# a grid gathers edits for 150 ms before it tells of them
GRID_SECONDS = 0.4


def show_chooser(kept: Evaluations | None, frame: Frame, now: rows.Opened) -> None:
    """Which evaluation is shown; without one, under which preset."""
    if kept is None:
        rows.say_away()
    listed = {str(entry.evaluation_id): entry for entry in kept.listed()} if kept else {}
    current = str(now.evaluation.evaluation_id) if now.evaluation else NONE
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["scorecard_evaluation"] = current
        st.selectbox(
            _("scorecard.evaluation"),
            [NONE, *listed],
            key="scorecard_evaluation",
            on_change=_choose,
            args=(listed,),
            format_func=lambda key: f"{listed[key].name} ({listed[key].snapshot})" if key else _("scorecard.figures_alone"),
        )
        st.session_state["scorecard_preset"] = now.content.preset if now.content.preset in frame.presets else rows.OWN
        st.selectbox(
            _("scorecard.weights"),
            [*frame.presets, *([rows.OWN] if now.evaluation else [])],
            key="scorecard_preset",
            disabled=now.evaluation is not None,
            format_func=lambda preset: words.name_preset(preset, frame),
            on_change=lambda: set_parameter("preset", [st.session_state["scorecard_preset"]]),
        )
    if now.evaluation and now.evaluation.version < now.evaluation.latest:
        st.warning(
            _(
                "scorecard.older_version",
                shown=now.evaluation.version,
                latest=now.evaluation.latest,
            ),
            icon=":material/history:",
        )
        st.button(
            _("scorecard.open_newest"), on_click=open_version, args=(now.evaluation.evaluation_id, now.evaluation.latest)
        )
    if not now.fits and now.evaluation:
        st.warning(
            _("scorecard.other_scope"),
            icon=":material/filter_alt:",
        )
        st.button(_("scorecard.back_to_scope"), on_click=_follow, args=(now.evaluation,))


def _choose(listed: dict[str, Evaluation]) -> None:
    chosen = st.session_state["scorecard_evaluation"]
    if not chosen:
        set_parameter("evaluation", [])
        return
    _follow(listed[chosen])


def _follow(evaluation: Evaluation) -> None:
    """An evaluation brings its own snapshot and filters along."""
    keep = {name: st.query_params.get_all(name) for name in ("lang",) if name in st.query_params}
    replace_parameters({**keep, "snapshot": [evaluation.snapshot], **evaluation.parameters})
    open_version(evaluation.evaluation_id, evaluation.latest)


def author() -> str:
    """Who evaluates: the account that is signed in; where nobody signs in, a typed name."""
    access = current_access()
    if access.is_signed_in:
        st.caption(_("scorecard.evaluator_name", name=literal(access.subject)))
        return access.subject
    return st.text_input(_("scorecard.evaluator"), key="scorecard_author", max_chars=LONGEST_NAME)


def show_beginning(kept: Evaluations, now: rows.Opened, filters: Filters) -> None:
    """Keep a new evaluation of this period and these filters."""
    with st.form("scorecard_new"):
        st.markdown(_("scorecard.begin_help"))
        name = st.text_input(_("scorecard.name"), max_chars=LONGEST_NAME, key="scorecard_name")
        who = author()
        if not st.form_submit_button(_("scorecard.begin")):
            return
    try:
        made = kept.create(
            name=name,
            author=who,
            snapshot=filters.snapshot.name,
            snapshot_version=filters.snapshot.version,
            parameters=filters.parameters(),
            content=now.content,
        )
    except ReaderError as error:
        st.error(rows.message(error))
        return
    open_version(made.evaluation_id, made.version)
    st.rerun()


def show_editor(kept: Evaluations, frame: Frame, card: Scorecard, evaluation: Evaluation, ask: Ask) -> None:
    """Points of one indicator, weights, or suggestions; each save makes a new version."""
    who = author()
    points, weights, suggestions = st.tabs(
        [_("scorecard.points_by_hand"), _("scorecard.weights"), _("scorecard.suggestions")]
    )
    wanted: Content | None = None
    with points:
        wanted = _points(frame, card, evaluation, ask) or wanted
    with weights:
        wanted = _weights(frame, evaluation) or wanted
    with suggestions:
        wanted = _suggestions(evaluation) or wanted
    if wanted is not None:
        save(kept, frame, evaluation, wanted, who)


def _points(frame: Frame, card: Scorecard, evaluation: Evaluation, ask: Ask) -> Content | None:
    leaves = {entry.code: entry for entry in frame.leaves if entry.fed != "auto" and card.line(entry.code).weight}
    code = st.selectbox(
        _("heading.indicator"),
        list(leaves),
        key="scorecard_code",
        format_func=lambda code: words.name_indicator(leaves[code]),
    )
    line, entry = card.line(code), leaves[code]
    st.caption(named(zh=entry.meaning_zh or "", en=entry.meaning_en or ""))
    if said := words.list_evidence(code, frame, ask):
        st.caption(_("scorecard.from_data", facts=" · ".join(said)))
    given = evaluation.content.scores.get(code)
    place = f"{evaluation.evaluation_id}_{evaluation.version}_{code}"
    with st.form(f"scorecard_points_{place}"):
        points = st.number_input(
            _("scorecard.points_of", weight=words.write_points(line.weight)),
            min_value=0.0,
            max_value=float(line.weight),
            step=0.5,
            value=None if given is None else min(float(given.points), float(line.weight)),
            key=f"points_{place}",
        )
        reason = st.text_area(
            _("scorecard.reason"), given.reason if given else "", max_chars=LONGEST_TEXT, key=f"reason_{place}"
        )
        evidence = st.text_input(
            _("scorecard.evidence_hint"), given.evidence if given else "", max_chars=500, key=f"evidence_{place}"
        )
        keep = st.form_submit_button(_("scorecard.keep_points"))
        drop = st.form_submit_button(_("scorecard.take_back")) if given else False
    if drop:
        return evaluation.content.changed(
            scores={other: score for other, score in evaluation.content.scores.items() if other != code}
        )
    if not keep:
        return None
    try:
        score = HandScore.model_validate({"points": str(points), "reason": reason.strip(), "evidence": evidence.strip()})
    except ValidationError:
        st.error(_("scorecard.needs_reason"))
        return None
    return evaluation.content.changed(scores={**evaluation.content.scores, code: score})


def _weights(frame: Frame, evaluation: Evaluation) -> Content | None:
    place = f"{evaluation.evaluation_id}_{evaluation.version}"
    current = evaluation.content.preset if evaluation.content.preset in frame.presets else rows.OWN
    options = [*frame.presets, rows.OWN]
    preset = st.selectbox(
        _("scorecard.weights"),
        options,
        index=options.index(current),
        key=f"weights_{place}",
        format_func=lambda preset: words.name_preset(preset, frame),
    )
    weights: dict[str, Decimal] = {}
    if preset == rows.OWN:
        known = choose_weights(evaluation.content, frame)
        codes = [entry.code for entry in frame.leaves]
        names = [words.name_indicator(entry) for entry in frame.leaves]
        shown = pl.DataFrame({_("heading.indicator"): names, _("scorecard.weight"): [float(known[code]) for code in codes]})
        edited = st.data_editor(
            shown,
            key=f"own_weights_{place}",
            height="content",
            hide_index=True,
            disabled=[_("heading.indicator")],
            placeholder="–",
            column_config={_("scorecard.weight"): st.column_config.NumberColumn(min_value=0, max_value=100, step=0.5)},
        )
        weights = {code: Decimal(str(value or 0)) for code, value in zip(codes, edited[_("scorecard.weight")], strict=True)}
        st.caption(_sums(weights))
    pressed = st.button(_("scorecard.keep_weights"), key=f"keep_weights_{place}")
    return evaluation.content.changed(preset=preset, weights=weights) if _whole(pressed, place) else None


def _whole(pressed: bool, place: str) -> bool:
    """Whether to keep now. A grid hands over its last cell a moment after the button: the press waits for that cell."""
    waiting = f"keeping_weights_{place}"
    if pressed:
        st.session_state[waiting] = True
        # a cell that arrives meanwhile begins the next run itself
        sleep(GRID_SECONDS)
        st.rerun()
    return bool(st.session_state.pop(waiting, False))


def _sums(weights: dict[str, Decimal]) -> str:
    """The sum of the weights in the grid, and that of output and effect with its warning, before anything is kept."""
    # the grid holds the third level: a code begins with that of its first level
    weight = sum((each for code, each in weights.items() if code.startswith(OUTPUT_AND_EFFECT)), Decimal(0))
    parts = [
        _("scorecard.weights_sum", sum=words.write_points(sum(weights.values(), Decimal(0)))),
        _("scorecard.output_sum", weight=words.write_points(weight)),
        rows.weight_warning(weight),
    ]
    return " ".join(part for part in parts if part)


def _suggestions(evaluation: Evaluation) -> Content | None:
    place = f"{evaluation.evaluation_id}_{evaluation.version}"
    with st.form(f"scorecard_suggestions_{place}"):
        text = st.text_area(
            _("scorecard.suggestions_help"),
            evaluation.content.suggestions,
            height=220,
            max_chars=20_000,
            key=f"suggestions_{place}",
        )
        keep = st.form_submit_button(_("scorecard.keep_suggestions"))
    return evaluation.content.changed(suggestions=text.strip()) if keep else None
