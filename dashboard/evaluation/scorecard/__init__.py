"""The evaluation frame of the ministry of finance (财预〔2020〕10号): indicators as data, points from figures and people."""

from dashboard.evaluation.scorecard.frame import Frame, load_frame
from dashboard.evaluation.scorecard.scoring import Line, Scorecard, check, score
from dashboard.store.evaluations import Content, Evaluation, Evaluations, HandScore

__all__ = ["Content", "Evaluation", "Evaluations", "Frame", "HandScore", "Line", "Scorecard", "check", "load_frame", "score"]
