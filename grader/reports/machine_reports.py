"""Reports for other programs: JUnit XML, Gradescope's results.json, and annotations for a CI run.

What those programs show to people is in the language of the assignment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from generator.errors import Said, say
from generator.language.words import Words
from generator.network.number import Number, show_value
from generator.network.rounding import round_half_away
from grader.escaping import MOST_SENTENCE, MOST_SHOWN, for_log, for_markdown, visible
from grader.marking.marks import Mark, Verdict
from grader.marking.report import Report, Result
from grader.reports.feedback import TaskView
from grader.reports.late_work import late_announcement, late_note

MOST_ANNOTATIONS = 10
MOST_CELLS_NAMED = 20
VERDICTS = MappingProxyType(
    {
        Verdict.INCORRECT: say("incorrect"),
        Verdict.BLANK: say("blank"),
        Verdict.UNREADABLE: say("unreadable"),
    }
)
"""What is said of a cell that needs a remark."""


def suites_around(title: str) -> tuple[str, str]:
    """How junit.xml begins, and how it ends after the suites of all students."""
    return f"<?xml version='1.0' encoding='utf-8'?>\n<testsuites name={_quoted(title)}>\n", "</testsuites>\n"


def suite(report: Result, marks: Iterable[Mark], reveal: bool, words: Words) -> str:
    """A student's suite in junit.xml, with a case per grid, named student/exercise/grid.

    A case fails if a cell is wrong or unreadable, and is skipped if all cells are blank. Right values are included only
    if the teacher reveals them: a CI service shows this to everybody who can see the repository.
    """
    cases, failures, skipped = [], 0, 0
    for (exercise, grid), of_grid in groupby(marks, attrgetter("cell.exercise", "cell.grid")):
        found = list(of_grid)
        wrong = [mark for mark in found if mark.verdict in (Verdict.INCORRECT, Verdict.UNREADABLE)]
        name = _quoted(f"{report.student.id}/{exercise}/{grid}", 200)
        case = f'    <testcase classname={_quoted(exercise)} name={name} time="0"'
        if wrong:
            failures += 1
            message = words("{wrong} of {cells} cells").format(wrong=len(wrong), cells=len(found))
            text = escape("\n".join(_line(mark, reveal, words) for mark in wrong), quote=False)
            case += f">\n      <failure message={_quoted(message, MOST_SENTENCE)}>{text}</failure>\n    </testcase>\n"
        elif all(mark.verdict is Verdict.BLANK for mark in found):
            skipped += 1
            message = VERDICTS[Verdict.BLANK].worded(words)
            case += f">\n      <skipped message={_quoted(message, MOST_SENTENCE)} />\n    </testcase>\n"
        else:
            case += " />\n"
        cases.append(case)
    begin = (
        f'  <testsuite name={_quoted(report.student.id)} tests="{len(cases)}" failures="{failures}" skipped="{skipped}"'
    )
    content = _late_property(report, words) + "".join(cases)
    return f"{begin}>\n{content}  </testsuite>\n" if content else f"{begin} />\n"


def _late_property(report: Result, words: Words) -> str:
    if not report.late:
        return ""
    late = f'<property name="late" value={_quoted(late_note(report, words), MOST_SENTENCE)} />'
    return f"    <properties>\n      {late}\n    </properties>\n"


@lru_cache(maxsize=4096)
def _quoted(text: str, most: int = MOST_SHOWN) -> str:
    """A text as the value of an XML attribute."""
    shown = escape(visible(text, most), quote=False).replace('"', "&quot;")
    return f'"{shown}"'


def _line(mark: Mark, reveal: bool, words: Words) -> str:
    cell = mark.cell
    found = words("{verdict}, typed {text}, expected {value}" if reveal else "{verdict}, typed {text}").format(
        verdict=VERDICTS[mark.verdict].worded(words),
        text=for_log(mark.typed),
        value=show_value(mark.expected) if reveal else "",
    )
    slip = f": {mark.slip.worded(words)}" if mark.slip else ""
    return f"{cell.grid}[{cell.row},{cell.column}] {found}{slip}"


def form_feedback(report: Report, words: Words) -> str:
    """What a student may know who can still upload again, as Markdown."""
    return "".join(f"- {for_markdown(line)}\n" for line in form_lines(report, words))


def form_lines(report: Report, words: Words) -> list[str]:
    """What a student may know who can still hand in again: how much was read, and nothing about right or wrong."""
    blank, unreadable = (
        [found.cell for found in report.marks if found.verdict is verdict]
        for verdict in (Verdict.BLANK, Verdict.UNREADABLE)
    )
    read = len(report.marks) - len(blank) - len(unreadable)
    said = [
        say(
            "{read} cells were read, {blank} are blank, {unreadable} cannot be read",
            read=read,
            blank=len(blank),
            unreadable=len(unreadable),
        ),
        *report.remarks,
        *(
            say(
                "cannot be read: {exercise}, {grid}, row {row}, column {column}",
                exercise=cell.exercise,
                grid=cell.grid,
                row=cell.row,
                column=cell.column,
            )
            for cell in unreadable[:MOST_CELLS_NAMED]
        ),
        say("score and feedback follow when the marks are published"),
    ]
    return [line for line in (*(each.worded(words) for each in said), late_announcement(report, words)) if line]


def gradescope(report: Report, exercises: Sequence[TaskView], output: str, words: Words, while_open: str = "") -> str:
    """results.json for Gradescope's autograder: a score per step; `output` is the feedback in Markdown.

    With a text to be shown `while_open`, everything else is shown to students when the marks are published.
    """
    visibility = "after_published" if while_open else "visible"
    title = words("{exercise}, step {number}: {step}")
    counts = words("{right} right, {follows} follow-through, {wrong} wrong, {blank} blank, {unreadable} unreadable")
    tests: list[dict[str, object]] = [
        {
            "name": title.format(exercise=exercise.title, number=step.number, step=step.title),
            "number": f"{place}.{step.number}",
            "score": _decimal(step.score),
            "max_score": _decimal(step.points),
            "status": "passed" if step.score == step.points else "failed",
            "output": counts.format(
                right=step.count(Verdict.CORRECT),
                follows=step.count(Verdict.FOLLOW_THROUGH),
                wrong=step.count(Verdict.INCORRECT),
                blank=step.count(Verdict.BLANK),
                unreadable=step.count(Verdict.UNREADABLE),
            ),
            "output_format": "md",
            "visibility": visibility,
        }
        for place, exercise in enumerate(exercises, start=1)
        for step in exercise.steps
    ]
    if report.late:
        said = {"output": late_note(report, words), "output_format": "text", "visibility": visibility}
        late = {"name": words("Late work"), "score": -_decimal(report.taken_off), "max_score": 0, **said}
        tests.append(late)
    if while_open:
        # Gradescope hides the score of an upload as long as one of its tests is hidden.
        feedback = {"name": words("Feedback"), "output": output, "output_format": "md", "visibility": visibility}
        tests.append({**feedback, "score": 0, "max_score": 0})
    results = {
        "score": _decimal(report.score),
        "output": while_open or output,
        "output_format": "md",
        "tests": tests,
    }
    return json.dumps(results, ensure_ascii=False) + "\n"


@lru_cache(maxsize=4096)
def _decimal(number: Number) -> float:
    """A float, as JSON needs, after exact rounding to four decimals."""
    return float(round_half_away(number, 4))


def workflow_annotations(problems: Sequence[Said], reports: Iterable[Result], words: Words) -> str:
    """GitHub workflow commands: problems as errors, unreadable cells as warnings, at most ten of each.

    The text in them comes from students: it is escaped as the runner requires, so that it cannot issue a command.
    """
    unreadable = [
        say(
            "{student}: {count} cells could not be read",
            student=report.student.id,
            count=report.count(Verdict.UNREADABLE),
        )
        for report in reports
        if report.count(Verdict.UNREADABLE)
    ]
    commands = (*_commands("error", problems, words), *_commands("warning", unreadable, words))
    return "".join(f"{line}\n" for line in commands)


def _commands(kind: str, remarks: Sequence[Said], words: Words) -> Iterator[str]:
    shown = list(remarks[:MOST_ANNOTATIONS])
    if len(remarks) > MOST_ANNOTATIONS:
        shown[-1] = say("and {count} more; see class.html", count=len(remarks) - MOST_ANNOTATIONS + 1)
    for said in shown:
        yield f"::{kind} title=byhand::{for_log(said.worded(words)).replace('%', '%25')}"
