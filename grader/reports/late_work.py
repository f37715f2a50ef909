"""What reports say about late work, for those who may see the points and for those who may not yet."""

from __future__ import annotations

from fractions import Fraction

from generator.language.words import Words
from generator.network.number import POINT, Number, with_point
from grader.marking.report import Result
from grader.reports.scores import score_text


def late_note(report: Result, words: Words) -> str:
    """When late work came and was due, the points before and after, and why; empty for work in time."""
    late = report.late
    if late is None:
        return ""
    if not late.share:
        return words("handed in at {received}, after it was due, {due}").format(received=late.received, due=late.due)
    return words(
        "late: handed in at {received}, due {due}; {share} % of {points} points are taken off, from {before} to {after}"
    ).format(
        received=late.received,
        due=late.due,
        share=_shown(Fraction(late.share) * 100, words),
        points=_shown(report.points, words),
        before=_shown(report.earned, words),
        after=_shown(report.score, words),
    )


def late_announcement(report: Result, words: Words) -> str:
    """The same without points, for students who can upload again; empty for work in time."""
    late = report.late
    if late is None or not late.share:
        return late_note(report, words)
    return words("late: handed in at {received}, due {due}; {share} % of all points will be taken off").format(
        received=late.received, due=late.due, share=_shown(Fraction(late.share) * 100, words)
    )


def _shown(number: Number, words: Words) -> str:
    return with_point(score_text(number), words(POINT))
