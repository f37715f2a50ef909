"""Slips in the hidden cells of workbooks, where a number is found that gives what is printed by a wrong formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from generator.assignment.worksheet import Worksheet
from generator.errors import Said
from generator.network.blueprint import DrawnGrid
from generator.network.number import Number, show_value
from grader.marking.across import hidden
from grader.marking.across.half_solved import NOT_DIVIDED, NOT_SUBTRACTED, half_solved
from grader.marking.cells import mark
from tests.figures.honesty import worked
from tests.simulated.classroom import NO_BIAS, Pen
from tests.simulated.students import Place, handed_in, key_of, worksheet_of

BOOK = "workbook-linear-layer"


def hidden_cells(worksheet: Worksheet) -> list[Place]:
    """The cells that are asked of given grids."""
    (task,) = worksheet.tasks
    return [
        (name, row + 1, column + 1)
        for name, spots in task.spots.items()
        if isinstance(task.blueprint.by_name[name], DrawnGrid)
        for row, column in spots
    ]


def forgetful(worksheet: Worksheet) -> Mapping[Place, str]:
    """The wrong numbers in hidden cells of a student who forgets the bias everywhere."""
    answers = worked(worksheet, Pen(frozenset(["bias left out"])))
    found = {}
    for name, row, column in hidden_cells(worksheet):
        cell = answers[name][row - 1][column - 1]
        if cell is not None and cell != key_of(worksheet)[name][row - 1][column - 1]:
            found[name, row, column] = show_value(cell)
    return found


def names(worksheet: Worksheet, typed: Mapping[Place, str]) -> dict[Place, str]:
    """The names of the slips in a sheet on which all else is blank."""
    blank = dict.fromkeys(
        ((name, r + 1, c + 1) for name, spots in worksheet.tasks[0].spots.items() for r, c in spots), ""
    )
    marks = mark(worksheet, handed_in(worksheet, key_of(worksheet), blank | dict(typed)))
    return {(one.cell.grid, one.cell.row, one.cell.column): str(one.slip) for one in marks if one.slip}


def first(typed: Mapping[Place, str], count: int) -> dict[Place, str]:
    return dict(list(typed.items())[:count])


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_slip_is_named_in_hidden_cells_once_it_shows_in_several(seed: int) -> None:
    worksheet = worksheet_of(BOOK, seed)
    typed = forgetful(worksheet)
    assert len(typed) > hidden.LEAST_SHOWN
    assert names(worksheet, first(typed, hidden.LEAST_SHOWN - 1)) == {}
    few = first(typed, hidden.LEAST_SHOWN)
    assert names(worksheet, few) == dict.fromkeys(few, NO_BIAS)
    assert names(worksheet, typed) == dict.fromkeys(typed, NO_BIAS)


def test_a_slip_that_was_avoided_in_one_hidden_cell_is_named_in_none() -> None:
    worksheet = worksheet_of(BOOK, 1)
    *wrong, avoided = forgetful(worksheet)
    name, row, column = avoided
    right = {avoided: show_value(key_of(worksheet)[name][row - 1][column - 1])}
    typed = {place: forgetful(worksheet)[place] for place in wrong}
    assert set(names(worksheet, typed).values()) == {NO_BIAS}
    assert names(worksheet, typed | right) == {}


def test_another_accident_beside_it_does_not_speak_against_a_slip() -> None:
    worksheet = worksheet_of(BOOK, 1)
    *wrong, other = forgetful(worksheet)
    typed = {place: forgetful(worksheet)[place] for place in wrong}
    assert names(worksheet, typed | {other: "77"}) == dict.fromkeys(wrong, NO_BIAS)


def test_a_hidden_fraction_may_be_written_rounded() -> None:
    for seed in range(40):
        worksheet = worksheet_of(BOOK, seed)
        typed = forgetful(worksheet)
        thirds = [place for place, text in typed.items() if text.endswith("/3")]
        if thirds and len(typed) > 2:
            rounded = {place: f"{int(typed[place][:-2]) / 3:.2f}" for place in thirds}
            assert names(worksheet, {**typed, **rounded}) == dict.fromkeys(typed, NO_BIAS)
            off = {place: f"{int(typed[place][:-2]) / 3 + 0.01:.2f}" for place in thirds}
            assert names(worksheet, {**typed, **off}) == dict.fromkeys(typed.keys() - off.keys(), NO_BIAS)
            return
    raise AssertionError("no sheet with a third")


def test_right_numbers_in_hidden_cells_have_no_name() -> None:
    worksheet = worksheet_of(BOOK, 1)
    right = {
        (name, row, column): show_value(key_of(worksheet)[name][row - 1][column - 1])
        for name, row, column in hidden_cells(worksheet)
    }
    assert names(worksheet, right) == {}


def of_vector(mistake: Callable[[Fraction, Fraction, Fraction], Fraction | None]) -> tuple[Worksheet, dict[Place, str]]:
    """What a student finds in the vectors of dot products, from the partner, the other products and y."""
    worksheet = worksheet_of("workbook-dot-product", 2)
    key, found = key_of(worksheet), {}
    for name, row, column in hidden_cells(worksheet):
        n, place = name[1:], max(row, column) - 1
        (b,), a, ((y,),) = (key[f"b{n}"], [cell for (cell,) in key[f"a{n}"]], key[f"y{n}"])
        own, partner = (Fraction(vector[place]) for vector in ((b, a) if name[0] == "b" else (a, b)))
        number = mistake(partner, Fraction(y) - own * partner, Fraction(y))
        if number is not None:
            found[name, row, column] = show_value(number)
    return worksheet, found


def test_an_equation_that_was_not_divided_is_named() -> None:
    worksheet, typed = of_vector(lambda partner, rest, y: y - rest if partner != 1 else None)
    assert names(worksheet, typed) == dict.fromkeys(typed, str(NOT_DIVIDED))
    assert len(typed) > hidden.LEAST_SHOWN


def test_the_rest_of_a_sum_that_was_not_subtracted_is_named() -> None:
    worksheet, typed = of_vector(lambda partner, rest, y: y / partner if rest else None)
    assert len(typed) > hidden.LEAST_SHOWN
    assert names(worksheet, typed) == dict.fromkeys(typed, str(NOT_SUBTRACTED))


def test_whoever_divided_once_did_not_forget_to() -> None:
    worksheet, typed = of_vector(lambda partner, rest, y: y - rest if partner != 1 else None)
    place = next(iter(typed))
    right = show_value(key_of(worksheet)[place[0]][place[1] - 1][place[2] - 1])
    assert names(worksheet, typed | {place: right}) == {}


def test_only_what_is_a_multiple_of_the_hidden_number_and_a_rest_can_be_half_solved() -> None:
    def of(result: Callable[[Number], Number]) -> dict[Said, Number]:
        return dict(half_solved(lambda number: ((result(number),),), ((result(5),),)))

    assert of(lambda h: 3 * h + 2) == {NOT_DIVIDED: 15, NOT_SUBTRACTED: Fraction(17, 3)}
    assert of(lambda h: h + 2) == {NOT_SUBTRACTED: 7}
    assert of(lambda h: 3 * h) == {NOT_DIVIDED: 15}
    assert of(lambda h: -h) == {NOT_DIVIDED: -5}
    assert of(lambda h: h) == of(lambda _h: 2) == of(lambda h: h * h) == of(lambda h: Fraction(1) / h) == {}
