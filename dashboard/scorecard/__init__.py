"""The evaluation frame of the ministry of finance (财预〔2020〕10号): indicators as data, points from figures and people."""

from dashboard.scorecard.evaluations import Content, Evaluation, Evaluations, HandScore
from dashboard.scorecard.frame import Frame, load_frame
from dashboard.scorecard.scoring import Line, Scorecard, check, score

__all__ = ["Content", "Evaluation", "Evaluations", "Frame", "HandScore", "Line", "Scorecard", "check", "load_frame", "score"]
