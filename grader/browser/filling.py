"""Filling in: an answer sheet as it was handed out, with a picture if one is found, and what cannot be read in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.assignment.answer_sheet import LABELS, NOTHING, separator_of
from generator.assignment.worksheet import Worksheet
from generator.errors import ByhandError
from generator.language.words import Words
from generator.layout import Paper
from generator.network.number import POINT
from grader.answers.form.checking import worded_grids
from grader.answers.form.recognition import BlankLine, Recognised, blank_lines, recognised
from grader.answers.kinds.content import Kind, kind_of, text_of
from grader.answers.reading import read_submissions
from grader.answers.submission import Line, Submission, cut_off
from grader.answers.typed import Fault, read_typed
from grader.browser.answer import JSON, Answer, Files
from grader.browser.choice import ChosenSheet
from grader.browser.screen import Typed, lines_of, pages_of, place_of, table_of


def open_chosen(choice: ChosenSheet) -> Answer:
    """The sheet of a choice, to be filled in."""
    worksheet = choice.worksheet()
    return Answer(
        {
            "worksheet": worksheet.id,
            "file": f"{choice.exercise}-{choice.seed}.csv",
            "table": table_of(worksheet),
            "pages": pages_of(worksheet, choice.size, choice.words),
            "numbered": True,
            "typed": {},
            "remarks": [],
        }
    )


def open_file(files: Files, words: Words) -> Answer:
    """An answer sheet that was handed out. Raises ByhandError, in the file's name, for what is none."""
    ((name, content),) = files.items()
    if kind_of(name, content) is not Kind.TABLE:
        raise ByhandError("{file}: not an answer sheet; hand in the CSV file or the filled-in PDF", file=name)
    text = text_of(Kind.TABLE, name, content)
    submissions = read_submissions(name, text)
    if len(submissions) > 1:
        ids = ", ".join(submission.worksheet for submission in submissions)
        raise ByhandError(
            "{file}: has lines of several worksheets, {ids}; keep only those of yours", file=name, ids=ids
        )
    (submission,) = submissions
    lines = tuple(blank_lines(name, text, submission))
    found = recognised(submission.worksheet, name, lines, words)
    opened = _Opened(submission, _in_order(lines, found.worksheet) if found else lines, words)
    return Answer(opened.shown(found))


def _in_order(lines: tuple[BlankLine, ...], worksheet: Worksheet) -> tuple[BlankLine, ...]:
    """The lines in the order of the sheet, so that they are where its pictures say."""
    order = {(line.exercise, line.grid, line.row): number for number, (_, line) in enumerate(lines_of(worksheet))}
    return tuple(sorted(lines, key=lambda line: order[line.exercise, line.grid, line.row]))


@dataclass(frozen=True)
class _Opened:
    """An answer sheet that was opened, and its lines."""

    submission: Submission
    lines: tuple[BlankLine, ...]
    words: Words

    def shown(self, found: Recognised | None) -> JSON:
        """What the page needs of it: a blank table, what was typed so far, and pages where they are known."""
        return {
            "worksheet": self.submission.worksheet,
            "file": self.submission.file,
            "table": self._table(separator_of(found.worksheet) if found else self._usual_separator()),
            "pages": pages_of(found.worksheet, Paper.A4, self.words, found.numbered) if found else None,
            "numbered": bool(found and found.numbered),
            "worded": [] if found else [*sorted(worded_grids())],
            "typed": self._typed(),
            "remarks": [remark.worded(self.words) for remark in (*self.submission.remarks, *cut_off(self.submission))],
        }

    def _usual_separator(self) -> str:
        return ";" if self.words(POINT) == "," else ","

    def _table(self, separator: str) -> JSON:
        width = max((1 + max(line.columns, default=0) for line in self.lines), default=1)
        rows: list[JSON] = [
            [
                *(line.exercise, line.step, line.title, f"{number}/{len(self.lines)}", line.grid, str(line.row)),
                *("" if column in line.columns else NOTHING for column in range(width)),
            ]
            for number, line in enumerate(self.lines, start=1)
        ]
        return {"labels": [*LABELS, *map(str, range(1, width + 1))], "rows": rows, "separator": separator}

    def _typed(self) -> Mapping[str, str]:
        typed = self.submission.typed
        return {
            place_of(number, column): text
            for number, line in enumerate(self.lines)
            for column in sorted(line.columns)
            if (text := typed[Line(line.exercise, line.grid, line.row)][column])
        }


def faults(typed: Typed) -> Answer:
    """Why numbers cannot be read, by place, as `check` would say."""
    found: dict[str, Fault | None] = {place: read_typed(text).fault for place, text in typed.items()}
    return Answer({place: fault.name for place, fault in found.items() if fault})
