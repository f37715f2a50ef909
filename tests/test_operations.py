"""The table of operations: each rule on small matrices, shapes that do not fit, and slips that really differ."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import EXERCISES, Exercise
from generator.errors import ByhandError
from generator.network import operations as op
from generator.network.blueprint import Formula, evaluate
from generator.network.draft import beside, keep, lookup, nearest, stack, with_self_loops
from generator.network.instance import draw_instance
from generator.network.number import Matrix, Shape, Values
from generator.network.operations import Operation
from generator.network.rules import matrix_product

OPERATIONS = [value for value in vars(op).values() if isinstance(value, Operation)]
THIRD = Fraction(1, 3)

cells = st.one_of(st.integers(-9, 9), st.fractions(-5, 5, max_denominator=12))


def named(shape: Shape, name: str = "M") -> Formula:
    return Formula(op.GRID, (), (), shape, grid=name)


@pytest.mark.parametrize(
    ("operation", "operands", "settings", "result"),
    [
        (op.ONES, (), (1, 3), ((1, 1, 1),)),
        (op.STACK, (((1, 2),), ((3, 4),)), (), ((1, 2), (3, 4))),
        (op.BESIDE, (((1,), (2,)), ((3,), (4,))), (), ((1, 3), (2, 4))),
        (op.COLUMNS, (((1, 2, 3),),), (1, 3), ((2, 3),)),
        (op.TRANSPOSE, (((1, 2, 3),),), (), ((1,), (2,), (3,))),
        (op.PRODUCT, (((1, 2), (3, 4)), ((5,), (6,))), (), ((17,), (39,))),
        (op.ADD, (((1, 2),), ((3, -4),)), (), ((4, -2),)),
        (op.SUBTRACT, (((1, 2),), ((3, -4),)), (), ((-2, 6),)),
        (op.MULTIPLY, (((1, 2),), ((3, -4),)), (), ((3, -8),)),
        (op.SCALE, (((1, -2),),), (Fraction(1, 2),), ((Fraction(1, 2), -1),)),
        (op.RELU, (((1, -2, 0),),), (), ((1, 0, 0),)),
        (op.MASK, (((5, 6, 7),), ((1, 0, -1),)), (), ((5, 0, 0),)),
        (op.ROUND, (((Fraction(1, 4), 2 * THIRD),),), (1,), ((Fraction(3, 10), Fraction(7, 10)),)),
        (op.SIGMOID, (((0, 9),),), (1,), ((Fraction(1, 2), 1),)),
        (op.TANH, (((0, -9),),), (1,), ((0, -1),)),
        (op.SOFTMAX, (((1, 9), (1, 0)),), (1,), ((Fraction(1, 2), 1), (Fraction(1, 2), 0))),
        (op.WITH_SELF_LOOPS, (((0, 1, 0), (1, 0, 1), (0, 1, 0)),), (), ((1, 1, 0), (1, 1, 1), (0, 1, 1))),
        (op.KEEP, (((1, 2, 3), (4, 5, 6)), ((1,), (0,), (1,))), (), ((1, 0, 3), (4, 0, 6))),
        (op.LOOKUP, (((1, 2, 3),), (("a", "b", "c"),), (("c", "a", "c"),)), (), ((3, 1, 3),)),
        (op.MEAN, (((1, 2, 5), (0, 0, 1)),), (), ((Fraction(8, 3),), (THIRD,))),
        (op.NEAREST, (((1, 5, 2),), (("who", "am"),), (("I",),), (("you",),)), (), (("I",),)),
    ],
    ids=lambda value: value.name if isinstance(value, Operation) else "",
)
def test_an_operation_gives_these_cells_in_its_shape(
    operation: Operation, operands: tuple[Values, ...], settings: tuple[Any, ...], result: Values
) -> None:
    assert operation.rule(*operands, *settings) == result
    shapes = [(len(operand), len(operand[0])) for operand in operands]
    assert operation.shape(*shapes, *settings) == (len(result), len(result[0]))


def test_every_operation_but_the_bare_grid_is_tried_above() -> None:
    mark = next(m for m in test_an_operation_gives_these_cells_in_its_shape.pytestmark if m.name == "parametrize")
    tried = {case[0].name for case in mark.args[1]}
    assert tried == {operation.name for operation in OPERATIONS} - {"grid"}
    assert len(OPERATIONS) == len({operation.name for operation in OPERATIONS})


@pytest.mark.parametrize(
    "write",
    [
        lambda: named((2, 3)) @ named((2, 3)),
        lambda: named((2, 3)) + named((3, 2)),
        lambda: named((2, 3)) * named((2, 2)),
        lambda: stack(named((2, 3)), named((2, 2))),
        lambda: beside(named((2, 3)), named((3, 3))),
        lambda: named((2, 3)).columns(1, 4),
        lambda: named((2, 3)).columns(2, 2),
        lambda: with_self_loops(named((2, 3))),
        lambda: keep(named((2, 3)), named((2, 1))),
        lambda: lookup(named((2, 3)), named((1, 4)), named((1, 2))),
        lambda: nearest(named((1, 3)), named((1, 2)), named((1, 2))),
    ],
)
def test_operands_that_do_not_fit_are_refused_when_the_formula_is_written(write: Any) -> None:
    with pytest.raises(ValueError, match=r"\(\d, \d\)"):
        write()


@given(st.data())
def test_a_product_of_fractions_is_the_sum_of_the_products(data: st.DataObject) -> None:
    rows, inner, columns = (data.draw(st.integers(1, 4)) for _ in range(3))

    def matrix(height: int, width: int) -> Matrix:
        return tuple(tuple(data.draw(cells) for _ in range(width)) for _ in range(height))

    left, right = matrix(rows, inner), matrix(inner, columns)
    expected = np.array(left, dtype=object) @ np.array(right, dtype=object)
    assert matrix_product(left, right) == tuple(map(tuple, expected.tolist()))


def test_a_word_that_is_listed_twice_takes_its_first_column() -> None:
    assert op.LOOKUP.rule(((1, 2, 3),), (("she", "he", "she"),), (("she",),)) == ((1,),)


def test_a_word_that_is_not_in_the_table_is_named() -> None:
    with pytest.raises(ByhandError, match=r"has no 'they'; it has she, he"):
        op.LOOKUP.rule(((1, 2),), (("she", "he"),), (("they",),))


@pytest.mark.parametrize("graph", [((0, 1), (0, 0)), ((1, 0), (0, 0)), ((0, 2), (2, 0)), ((0, Fraction(1, 2)),) * 2])
def test_a_pinned_matrix_that_is_no_graph_is_refused(graph: Matrix) -> None:
    with pytest.raises(ByhandError, match="symmetric matrix of 0 and 1"):
        op.WITH_SELF_LOOPS.rule(graph)


def test_the_options_of_a_choice_come_in_order_and_ties_go_to_the_first() -> None:
    operands = (((3, 7, 7),), (("who", "am", "I"),), (("are", "you"),), (("he",),))
    assert op.NEAREST.options is not None
    assert op.NEAREST.options(*operands) == ("who am I", "are you", "he")
    assert op.NEAREST.rule(*operands) == (("are you",),)


def nodes(formula: Formula) -> list[Formula]:
    return [formula, *(node for operand in formula.operands for node in nodes(operand))]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_slip_can_be_made_on_every_sheet_and_keeps_the_shape(exercise: Exercise) -> None:
    """The marker tries each of them on each grid, so none may raise or change the shape."""
    blueprint = exercise.blueprint({"learning_rate": 2} if exercise.name == "backpropagation" else {})
    tried, different = set(), set()
    for seed in range(5):
        values = draw_instance(blueprint, seed).values
        for grid in blueprint.blanks:
            assert grid.formula is not None
            for node in nodes(grid.formula):
                operands = [evaluate(operand, values) for operand in node.operands]
                right = node.operation.rule(*operands, *node.settings) if not node.grid else values[node.grid]
                for slip in node.operation.slips:
                    wrong = slip.rule(*operands, *node.settings)
                    assert (len(wrong), len(wrong[0])) == node.shape, slip.name
                    tried.add(slip.name)
                    if wrong != right:
                        different.add(slip.name)
    assert len(tried) >= 8
    # A slip that needs a square matrix shows only where a sheet has one.
    assert {name for name in tried - different if "swapped" not in name and "not transposed" not in name} == set()


@pytest.mark.parametrize(
    "name",
    [
        *("the bias was left out", "σ was not applied", "tanh was not applied", "the mask was ignored"),
        *("the ReLU was not applied: a negative value was kept", "cut off instead of rounded", "not rounded"),
        *("the matrix was not transposed", "rows and columns of the left matrix were swapped"),
        *("the sign is the wrong way round", "the sum was written instead of the mean"),
        *("the self-loops were left out: no 1 on the diagonal", "edges were entered in one direction only"),
        *("subtracted the wrong way round", "added instead of subtracted"),
    ],
)
def test_the_usual_slips_are_known(name: str) -> None:
    assert name in {slip.name for operation in OPERATIONS for slip in operation.slips}
