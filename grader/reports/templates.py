"""The templates for feedback and reports, with what they need to show numbers and hostile text safely."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from generator.assignment.description import Assignment
from generator.language.templates import environment, filled
from generator.language.words import Words
from generator.network.blueprint import Grid
from generator.network.number import POINT, with_point
from generator.type.notation import Span, spans_of_line, spans_of_name, spans_of_word
from grader.answers.typed import Fault
from grader.escaping import for_code, for_markdown, visible
from grader.marking.marks import Verdict
from grader.reports.feedback import CellView, Finding, GridView
from grader.reports.late_work import late_note
from grader.reports.places import Places, listed
from grader.reports.scores import percent_in_column, percent_text, score_text

_HYPHEN = re.compile(r"^\s*-(?=[\d.,])")
"""The minus of a typed number."""


def report_templates(assignment: Assignment) -> Environment:
    """jinja2 for reports, in the assignment's language and with its own templates; Markdown is escaped by filters."""
    words = assignment.words
    made = environment(assignment.folder, words)
    made.filters |= {
        "percent": lambda share: with_point(percent_text(share), words(POINT)),
        "percent_in_column": lambda share: with_point(percent_in_column(share), words(POINT)),
        "printed": lambda number, places=2: with_point(score_text(number, places), words(POINT)),
        "decimal": partial(with_point, point=words(POINT)),
        "visible": visible,
        "md": for_markdown,
        "code": for_code,
        "named": named,
        "notated": notated,
        "calculated": calculated,
        "late_note": partial(late_note, words=words),
        "listed": partial(listed, last=words("and")),
        "place": _placing(Places(words)),
        "where": _finding_places(Places(words)),
        "wrote": _quoting(words),
    }
    made.globals |= {"Verdict": Verdict, "Fault": Fault}
    return made


def _placing(places: Places) -> Callable[[EvalContext, CellView, GridView], str]:
    """What says where a cell is; a class has few cells and many mistakes in them, so each place is worded once."""

    @lru_cache(maxsize=4096)
    def worded(grid: Grid, row: int, column: int, markup: bool) -> str:
        return _shown(places.cell(named(grid.name) if markup else grid.name, grid, row, column), markup)

    @pass_eval_context
    def place(context: EvalContext, cell: CellView, grid: GridView) -> str:
        return worded(grid.grid, cell.row, cell.column, bool(context.autoescape))

    return place


def _finding_places(places: Places) -> Callable[[EvalContext, Finding, GridView], str]:
    """What says where the cells are that something is said of."""

    @pass_eval_context
    def where(context: EvalContext, finding: Finding, grid: GridView) -> str:
        markup, name = bool(context.autoescape), grid.grid.name
        said = places.cells(named(name) if markup else name, grid.grid, grid.places(finding), grid.marked)
        return _shown(said, markup)

    return where


def _shown(place: str, markup: bool) -> str:
    """A place as HTML, which it is already, or as Markdown."""
    return place if markup else for_markdown(place)


def _quoting(words: Words) -> Callable[[CellView], Markup]:
    """What quotes a cell in HTML, beside the right value where that is shown; all with a true minus."""

    @lru_cache(maxsize=4096)
    def wrote(typed: str, expected: str) -> Markup:
        if not expected:
            return Markup(filled(words("You wrote {typed}."), True, typed=typed))  # noqa: S704 - values are escaped
        sentence = words("You wrote {typed}; it should be {expected}.")
        return Markup(filled(sentence, True, typed=typed, expected=expected))  # noqa: S704 - values are escaped

    @lru_cache(maxsize=4096)
    def follows(own: str) -> Markup:
        sentence = words("From your own numbers it would be {own}.")
        return Markup(filled(sentence, True, own=own))  # noqa: S704 - values are escaped

    def quoted(cell: CellView) -> Markup:
        said = wrote(_HYPHEN.sub("−", visible(cell.typed)), cell.expected)
        return said + Markup(" ") + follows(cell.own) if cell.own else said

    return quoted


@lru_cache(maxsize=4096)
def named(grid: str) -> Markup:
    """The name of a grid as HTML, with subscripts: `zf1` is z<sub>f1</sub>."""
    return _markup(spans_of_name(grid))


@lru_cache(maxsize=4096)
def notated(text: str) -> Markup:
    """A sentence of an exercise as HTML, with the subscripts and superscripts of its symbols."""
    return Markup(" ").join(_markup(spans_of_word(word)) for word in text.split())


def calculated(work: str) -> Markup:
    """A line of working as HTML, with its powers raised."""
    return _markup(spans_of_line(work))


def _markup(spans: Iterable[Span]) -> Markup:
    return Markup().join(_TAGS[span.script].format(span.text) for span in spans)


_TAGS = {0: Markup("{}"), -1: Markup("<sub>{}</sub>"), 1: Markup("<sup>{}</sup>")}
