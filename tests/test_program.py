"""Programs: formulas written out; shared work is done once, and care refuses what has no value or an unclear one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from generator.catalogue import find_exercise
from generator.network.blueprint import Blueprint
from generator.network.evaluation import work_out
from generator.network.formula import ANYWHERE, LARGEST, Formula
from generator.network.instance import Urn, draw_instance
from generator.network.number import Undefined
from generator.network.operand import whole_grid
from generator.network.operations import divide, exponential, multiply
from generator.network.operations.functions import LARGEST_POWER
from generator.network.program import Instruction, Program, ToFill, Trial
from generator.network.rounding import rounded
from tests.simulated.students import EXERCISES

SHARE = divide(whole_grid("A", (1, 1)), whole_grid("B", (1, 1)))


def run(program: Program, *drawn: Any) -> Any:
    results = [*drawn, *(None for _ in program.lines)]
    program.run(results, 0, len(program.lines))
    return results[program.places["C"]]


def share(a: int, b: int, **care: bool) -> Any:
    return run(Program.of(["A", "B"], [ToFill("C", SHARE, rounded(1), **care)]), ((a,),), ((b,),))


@pytest.mark.parametrize("blueprint", [exercise.blueprint() for exercise in EXERCISES], ids=lambda b: b.exercise)
def test_a_program_gives_what_the_formulas_give_one_by_one(blueprint: Blueprint) -> None:
    values = draw_instance(blueprint, 1).values
    for grid in blueprint.computed:
        assert work_out(grid.formula, grid.rounding, values) == values[grid.name], grid.name


def test_work_that_two_grids_share_is_done_once() -> None:
    program = Urn(find_exercise("backpropagation").blueprint(), {}).program
    first = len(program.places) - len(program.ends)
    weights, bias = (program.lines[program.places[name] - first] for name in ("dW3", "db3"))
    assert weights.operands == bias.operands


def test_a_program_written_with_care_refuses_what_is_not_defined() -> None:
    with pytest.raises(Undefined):
        share(1, 0, careful=True)
    assert share(1, 2, careful=True) == ((Fraction(1, 2),),)


def test_a_program_written_with_care_checks_once_that_an_operand_is_not_too_large() -> None:
    grid = whole_grid("A", (1, 1))
    fills = [ToFill(name, multiply(grid, factor), None, careful=True) for name, factor in (("B", 2), ("C", 3))]
    program = Program.of(["A"], fills)
    assert [line.operands for line in program.lines if line.rule == ANYWHERE.checked].count((0,)) == 1
    assert run(program, ((LARGEST,),)) == ((3 * LARGEST,),)
    with pytest.raises(Undefined, match="beyond"):
        run(program, ((LARGEST + 1,),))


def test_numbers_from_sources_can_only_be_too_large_for_a_power() -> None:
    grid = whole_grid("A", (1, 1))

    def filled(formula: Formula, number: int, from_sources: bool) -> Any:
        fill = ToFill("C", formula, rounded(1), careful=True, from_sources=from_sources)
        return run(Program.of(["A"], [fill]), ((number,),))

    assert filled(multiply(grid, 2), LARGEST + 1, from_sources=True) == ((2 * LARGEST + 2,),)
    with pytest.raises(Undefined):
        filled(multiply(grid, 2), LARGEST + 1, from_sources=False)
    assert filled(exponential(grid), 1, from_sources=True) == ((Fraction(27, 10),),)
    with pytest.raises(Undefined):
        filled(exponential(grid), LARGEST_POWER + 1, from_sources=True)


@pytest.mark.parametrize(("number", "clear"), [(150, True), (151, True), (1_500, True), (150_01, False)])
def test_a_program_written_with_care_refuses_what_calculators_may_round_otherwise(number: int, clear: bool) -> None:
    over = 10 ** len(str(number))
    assert share(number, over) == ((Fraction(1, 5),),)
    if clear:
        assert share(number, over, careful=True, clearly=True) == ((Fraction(1, 5),),)
    else:
        with pytest.raises(Undefined, match="near a rounding edge"):
            share(number, over, careful=True, clearly=True)


def test_a_trial_works_out_only_what_is_wanted_and_again_only_what_a_change_reaches() -> None:
    done: list[str] = []

    def counted(name: str) -> Any:
        def work(*operands: int) -> int:
            done.append(name)
            return sum(operands)

        return work

    lines = (
        Instruction(counted("A+B"), (0, 1)),
        Instruction(counted("B+C"), (1, 2)),
        Instruction(counted("all"), (3, 4)),
    )
    places = {"A": 0, "B": 1, "C": 2, "A+B": 3, "B+C": 4, "all": 5}
    trial = Trial(Program(lines, places, {"A+B": 1, "B+C": 2, "all": 3}))
    assert trial.values({"A": 1, "B": 20, "C": 300}, ["A+B"]) == [21]
    assert done == ["A+B"]
    assert trial.values({"A": 1, "B": 20, "C": 300}, ["A+B", "all"]) == [21, 341]
    assert trial.values({"A": 1, "B": 20, "C": 400}, ["A+B", "all"]) == [21, 441]
    assert done == ["A+B", "B+C", "all", "B+C", "all"]


def test_what_has_no_value_in_a_trial_spoils_only_what_needs_it() -> None:
    formulas = {"C": SHARE, "D": divide(SHARE, whole_grid("A", (1, 1))), "E": multiply(whole_grid("A", (1, 1)), 2)}
    program = Program.of(["A", "B"], [ToFill(name, formula, None, careful=True) for name, formula in formulas.items()])
    trial = Trial(program)
    assert trial.values({"A": ((3,),), "B": ((0,),)}, list(formulas)) == [None, None, ((6,),)]
    assert trial.values({"A": ((3,),), "B": ((6,),)}, list(formulas)) == [
        ((Fraction(1, 2),),),
        ((Fraction(1, 6),),),
        ((6,),),
    ]
