"""Practising: a sheet whose cells are judged, hinted at and solved step by step; nothing is kept between questions."""

from __future__ import annotations

from generator.assignment.worksheet import IssuedTask, Worksheet
from generator.errors import ByhandError
from generator.network.number import POINT, arithmetic_with_point, show_value, with_point
from grader.browser.answer import JSON, Answer
from grader.browser.choice import ChosenSheet
from grader.browser.hints import arithmetic
from grader.browser.screen import Typed, pages_of, places_of, spans, submission_of
from grader.marking.cells import mark, own_numbers
from grader.marking.marks import Address, Mark


def practice(choice: ChosenSheet) -> Answer:
    """The sheet: its pages with cells to type into, and its steps with the places of their cells."""
    worksheet = choice.worksheet()
    return Answer({"pages": pages_of(worksheet, choice.size, choice.words), "steps": _steps(worksheet)})


def _steps(worksheet: Worksheet) -> list[JSON]:
    """The steps that ask for cells."""
    (task,) = worksheet.tasks
    places: dict[int, list[JSON]] = {}
    for address, place in places_of(worksheet).items():
        places.setdefault(address.step, []).append(place)
    return [
        {
            "number": step.number,
            "title": step.title,
            "instruction": spans(_instruction(task, step.number)),
            "places": places[step.number],
        }
        for step in task.blueprint.steps
        if step.number in places
    ]


def _instruction(task: IssuedTask, number: int) -> str:
    """What a step says, or the last one before it that says something: puzzles of a kind say it once."""
    said = [step.instruction for step in task.blueprint.steps if step.number <= number and step.instruction]
    return said[-1] if said else ""


def judge(choice: ChosenSheet, typed: Typed) -> Answer:
    """The verdict on every cell, by place, with the slip that it looks like."""
    worksheet = choice.worksheet()
    places = places_of(worksheet)
    marks = mark(worksheet, submission_of(worksheet, typed))
    return Answer({places[found.cell]: _judged(choice, found) for found in marks})


def _judged(choice: ChosenSheet, found: Mark) -> JSON:
    return {
        "verdict": found.verdict.value,
        "grid": found.cell.grid,
        "slip": found.slip.worded(choice.words) if found.slip else "",
        "remark": found.remark.said.worded(choice.words) if found.remark else "",
        "fault": found.fault.name if found.fault else "",
    }


def hint(choice: ChosenSheet, typed: Typed, place: str) -> Answer:
    """How a cell is worked out from the student's own numbers, without its result; or else what its step says."""
    worksheet = choice.worksheet()
    (task,) = worksheet.tasks
    address = _address(worksheet, place)
    grid, spot = task.blueprint.by_name[address.grid], (address.row - 1, address.column - 1)
    own = own_numbers(task, submission_of(worksheet, typed))
    return Answer(
        {
            "grid": address.grid,
            "row": address.row,
            "column": address.column,
            "arithmetic": spans(arithmetic_with_point(arithmetic(task, grid, spot, own), choice.words(POINT))),
            "instruction": spans(_instruction(task, address.step)),
        }
    )


def solution(choice: ChosenSheet, step: int) -> Answer:
    """The right texts of a step's cells, by place."""
    worksheet = choice.worksheet()
    (task,), point = worksheet.tasks, choice.words(POINT)
    return Answer(
        {
            place: with_point(show_value(task.values[address.grid][address.row - 1][address.column - 1]), point)
            for address, place in places_of(worksheet).items()
            if address.step == step
        }
    )


def _address(worksheet: Worksheet, place: str) -> Address:
    for address, own in places_of(worksheet).items():
        if own == place:
            return address
    raise ByhandError(f"place {place[:20]!r} has no cell on this sheet; expected one such as 0/7")
