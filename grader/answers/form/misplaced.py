"""Answers in the wrong place of an answer sheet: a column too far, in a row that is not there, or a line too low."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice

from grader.answers.form.expected import Expected
from grader.answers.submission import Line, Submission
from grader.answers.typed import Fault, read_typed
from grader.escaping import visible

LEAST_MISFITS = 2
"""So many lines that do not fit their places, but all fit those beside them, are a line that was skipped."""
_MOST_NAMED = 5


def place_of(line: Line, column: int) -> str:
    """A cell of the answer sheet in words."""
    return f"column {column}, {_name(line)}"


def _name(line: Line) -> str:
    return f"{_grid(line)} row {line.row}"


def _grid(line: Line) -> str:
    return f"{visible(line.exercise, 40)} {visible(line.grid, 40)}"


def misplaced(submission: Submission, expected: Expected) -> Iterator[str]:
    """What is where nothing belongs, and what is not where something does."""
    found = _against_sheet(submission, expected) if expected.likely else _against_itself(submission)
    return (f"{submission.file}{fault}" for fault in found)


def _against_sheet(submission: Submission, expected: Expected) -> Iterator[str]:
    for line, texts in submission.typed.items():
        columns = expected.columns(line)
        if not columns:
            yield f": the sheet has no row {line.row} of {_grid(line)}; copy the line from the blank sheet"
            continue
        for column, text in enumerate(texts, start=1):
            if text and column not in columns:
                yield f", {place_of(line, column)}: nothing belongs here"
    if lost := [line for line in expected.lines if line not in submission.typed]:
        yield f": not there: {_some(map(_name, lost))}; copy from the blank sheet"


def _some(names: Iterable[str]) -> str:
    """The first names, and how many there are besides."""
    every = list(names)
    more = f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else ""
    return ", ".join(every[:_MOST_NAMED]) + more


def _against_itself(submission: Submission) -> Iterator[str]:
    """What the dashes of the file and the numbers of its rows show where the sheet is not known."""
    dashes = submission.blank.dashes
    gaps = []
    for _, group in groupby(sorted(submission.typed), key=lambda line: line[:2]):
        lines = list(group)
        if [line.row for line in lines] != list(range(1, len(lines) + 1)):
            gaps.append(lines[-1])
        for line in lines if len(lines) > 1 else ():
            others = [dashes.get(other, frozenset()) for other in lines if other != line]
            texts = submission.typed[line]
            left_out = any(not text and column not in dashes[line] for column, text in enumerate(texts, start=1))
            for column, text in enumerate(texts, start=1):
                if text and left_out and all(column in other for other in others):
                    yield f", {place_of(line, column)}: nothing belongs here, and another cell is blank"
    blank = submission.blank
    if len(blank.numbers) == blank.there < blank.lines:  # otherwise a spreadsheet turned some numbers into dates
        lost = sorted(set(range(1, blank.lines + 1)).difference(blank.numbers))
        yield f": not there: line {_some(f'{number}/{blank.lines}' for number in lost)}; copy from the blank sheet"
    # Where rows are hidden in many grids, gaps are meant; a single one is a mistyped row.
    elif len(gaps) == 1 and blank.lines:
        yield f", {_grid(gaps[0])}: a row number is missing; copy the column row from the blank sheet"


def shifted(submission: Submission, expected: Expected, worded: Collection[str]) -> str:
    """Where a line was probably skipped, so that all that follows is one line too low, or too high."""
    lines, typed = list(submission.typed), list(submission.typed.values())

    def misfits(by: int, start: int) -> int:
        """How many lines from one on do not fit their places, were these `by` lines lower or higher."""
        pairs = zip(lines[start + by :], typed[start:], strict=False)
        return sum(not _fits(expected, line, texts, worded) for line, texts in pairs)

    blank = [place for place, texts in enumerate(typed) if not any(texts)]
    wrong = [place for place, line in enumerate(lines) if not _fits(expected, line, typed[place], worded)]
    before = [place for place in blank if not wrong or place < wrong[0]]
    if before and (submission.blank.loose or len(wrong) >= LEAST_MISFITS) and not misfits(-1, before[-1] + 1):
        skipped = _name(lines[before[-1]])
        return f"{submission.file}: everything below {skipped}, which is blank, seems to be one line too low"
    if not wrong and blank == [len(lines) - 1]:
        shown = list(_short_sums(submission, expected))[:1]
    else:
        shown = wrong if len(wrong) >= LEAST_MISFITS and blank[-1:] == [len(lines) - 1] else []
    if shown and not misfits(1, shown[0]):
        first = _name(lines[shown[0]])
        return f"{submission.file}: from {first} on, or from before that, everything seems to be one line too high"
    return ""


def _short_sums(submission: Submission, expected: Expected) -> Iterator[int]:
    """The places of lines that hold less than one of the numbers they add up, though the line above holds more."""
    typed = submission.typed
    for one_before, before, line in zip(typed, *(islice(typed, start, None) for start in (1, 2)), strict=False):
        if expected.falls_short(line, typed):
            lower = {**typed, line: typed[before], before: typed[one_before]}
            if not expected.falls_short(line, lower):
                yield list(typed).index(line)


def _fits(expected: Expected, line: Line, texts: Sequence[str], worded: Collection[str]) -> bool:
    """Whether texts may be the answers of this line, or none of its answers."""
    filled = {column for column, text in enumerate(texts, start=1) if text}
    columns = expected.columns(line)
    if not filled or not columns:
        return True
    return (filled == columns if line in expected.lines else filled <= columns) and not any(
        expected.impossible(line, text)
        or (read_typed(text).fault is Fault.WORDS and line.grid.casefold() not in worded)
        for text in filter(None, texts)
    )
