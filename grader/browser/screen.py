"""Sheets on the screen, as the page takes them: pages, cells by their place on the answer sheet, and steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.assignment.answer_sheet import LABELS, AnswerLine, answer_lines, answer_table, separator_of
from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.form.screen import PlacedBlank, screen_pages
from generator.language.words import Words
from generator.layout import Paper
from generator.type.notation import spans_of_line
from grader.answers.submission import Line, Submission
from grader.browser.answer import JSON
from grader.marking.marks import Address

Typed = Mapping[str, str]
"""What was typed, by place: the line of the answer sheet and its column, both from 0, as in `3/7`."""


def pages_of(worksheet: Worksheet, paper: Paper, words: Words, numbered: bool = True) -> list[JSON]:
    """The pages with their cells."""
    return [
        {
            "title": page.title,
            "picture": page.picture,
            "points": page.points,
            "items": [_cell(item) if isinstance(item, PlacedBlank) else item for item in page.items],
        }
        for page in screen_pages(worksheet, paper, words, numbered)
    ]


def _cell(placed: PlacedBlank) -> JSON:
    blank, box = placed.blank, placed.box
    return {
        "line": blank.line,
        "column": blank.column,
        "label": blank.label,
        "kind": "word" if blank.cell.word else "number",
        "copy": blank.cell.copy,
        "covered": blank.cell.covered,
        "box": [round(length, 3) for length in (box.x, box.y, box.width, box.height)],
        "size": round(placed.size, 3),
    }


def table_of(worksheet: Worksheet) -> JSON:
    """The blank answer sheet without the column of the worksheet's id."""
    labels, *rows = answer_table(worksheet)
    return {"labels": list(labels), "rows": [list(row[1:]) for row in rows], "separator": separator_of(worksheet)}


def lines_of(worksheet: Worksheet) -> Iterator[tuple[IssuedTask, AnswerLine]]:
    """The lines of the answer sheet, each with its exercise."""
    return ((task, line) for task in worksheet.tasks for line in answer_lines(task))


def place_of(line: int, column: int) -> str:
    """The place of a cell of a line; both from 0."""
    return f"{line}/{len(LABELS) + column}"


def places_of(worksheet: Worksheet) -> Mapping[Address, str]:
    """The place of every asked cell."""
    return {
        Address(line.exercise, line.step, line.grid, line.row, column + 1): place_of(number, column)
        for number, (_, line) in enumerate(lines_of(worksheet))
        for column in sorted(line.columns)
    }


def submission_of(worksheet: Worksheet, typed: Typed) -> Submission:
    """What was typed as if it had been handed in."""
    return Submission(
        "",
        worksheet.id,
        {
            Line(line.exercise, line.grid, line.row): tuple(
                typed.get(place_of(number, column), "") for column in range(1 + max(line.columns))
            )
            for number, (_, line) in enumerate(lines_of(worksheet))
        },
    )


def spans(line: str) -> JSON:
    """A line with its small figures: texts, each with -1 for a subscript, 1 for a superscript, 0 for neither."""
    return [[span.text, span.script] for span in spans_of_line(line)]
