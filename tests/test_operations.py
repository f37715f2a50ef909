"""The operations: each rule on small matrices, sympy's opinion, shapes that do not fit, slips that really differ."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ByhandError
from generator.network import operations as op
from generator.network.evaluation import evaluate
from generator.network.exercise import Exercise
from generator.network.formula import Formula, Operation
from generator.network.instance import draw_instance
from generator.network.number import Matrix, Shape, Undefined, Values
from generator.network.operand import Operand, beside, constant, diagonal, identity, stack, whole_grid
from generator.network.rounding import Rounding
from tests.simulated.students import EXERCISES

OPERATIONS = [made for name in op.__all__ if isinstance(made := getattr(op, name), Operation)]
THIRD, HALF = Fraction(1, 3), Fraction(1, 2)
WORDS = (("a",), ("b",), ("c",))

cells = st.one_of(st.integers(-9, 9), st.fractions(-5, 5, max_denominator=12))


def named(shape: Shape, name: str = "M") -> Operand:
    return whole_grid(name, shape)


CASES: list[tuple[Operation, tuple[Values, ...], tuple[Any, ...], Values]] = [
    (op.product, (((1, 2), (3, 4)), ((5,), (6,))), (), ((17,), (39,))),
    (op.product_then_relu, (((1, 2), (-3, 1)), ((5,), (6,))), (), ((17,), (0,))),
    (op.add, (((1, 2),), ((3, -4),)), (), ((4, -2),)),
    (op.add, (((1, 2), (3, 4)), ((10, 20),)), (), ((11, 22), (13, 24))),
    (op.subtract, (((1, 2),), ((3, -4),)), (), ((-2, 6),)),
    (op.multiply, (((1, 2),), ((3, -4),)), (), ((3, -8),)),
    (op.multiply, (((HALF,),), ((3, -4),)), (), ((3 * HALF, -2),)),
    (op.divide, (((1, 2), (3, 4)), ((2, 4),)), (), ((HALF, HALF), (3 * HALF, 1))),
    (op.relu, (((1, -2, 0),),), (), ((1, 0, 0),)),
    (op.leaky_relu, (((1, -2, 0),),), (Fraction(1, 10),), ((1, Fraction(-1, 5), 0),)),
    (op.step, (((1, -2, 0),),), (), ((1, 0, 1),)),
    (op.through_relu, (((5, 6, 7),), ((1, 0, -1),)), (), ((5, 0, 0),)),
    (op.through_leaky_relu, (((5, 6, 7),), ((1, 0, -1),)), (Fraction(1, 10),), ((5, Fraction(3, 5), Fraction(7, 10)),)),
    (op.sigmoid, (((0, 9),),), (), ((HALF, 1),)),
    (op.tanh, (((0, -9),),), (), ((0, -1),)),
    (op.exponential, (((0, 1),),), (), ((1, Fraction(27, 10)),)),
    (op.power_of_three, (((0, 2, -1),),), (), ((1, 9, Fraction(3, 10)),)),
    (op.logarithm, (((1, 2),),), (), ((0, Fraction(7, 10)),)),
    (op.root, (((4, 2),),), (), ((2, Fraction(7, 5)),)),
    (op.sine, (((0, 1),),), (), ((0, Fraction(4, 5)),)),
    (op.cosine, (((0, 1),),), (), ((1, HALF),)),
    (
        op.positional_encoding,
        (((0, 1),),),
        (4, 100),
        ((0, Fraction(4, 5)), (1, HALF), (0, Fraction(1, 10)), (1, 1)),
    ),
    (op.softmax, (((1, 9), (1, 0)),), (), ((HALF, 1), (HALF, 0))),
    (op.sum_of_rows, (((1, 2, 5), (0, 0, 1)),), (), ((8,), (1,))),
    (op.sum_of_columns, (((1, 2), (0, 3)),), (), ((1, 5),)),
    (op.mean_of_rows, (((1, 2, 5), (0, 0, 1)),), (), ((Fraction(8, 3),), (THIRD,))),
    (op.mean_of_columns, (((1, 2), (0, 3)),), (), ((HALF, 5 * HALF),)),
    (op.mean_square_of_rows, (((1, -2), (0, 3)),), (), ((5 * HALF,), (9 * HALF,))),
    (op.mean_square_of_columns, (((1, -2), (0, 3)),), (), ((HALF, 13 * HALF),)),
    (op.column_shares, (((1, 2), (1, 0)),), (), ((HALF, 1), (HALF, 0))),
    (op.cross_entropy, (((HALF, 1), (HALF, 0)), ((1, 1), (0, 0))), (), ((Fraction(7, 10), 0),)),
    (op.binary_cross_entropy, (((HALF, 0),), ((1, 0),)), (), ((Fraction(7, 10), 0),)),
    (op.squared_error, (((1, 2), (0, 1)), ((0, 2), (3, 0))), (), ((10, 1),)),
    (op.cumulated, (((1, 2), (3, 4), (5, 6)),), (), ((9, 12), (8, 10), (5, 6))),
    (op.causal, (((1, 2), (3, 4)),), (), ((1, 2), (0, 4))),
    (op.causal_exponential, (((0, 1), (3, 0)),), (), ((1, Fraction(27, 10)), (0, 1))),
    (op.causal_power_of_three, (((0, 2), (3, -1)),), (), ((1, 9), (0, Fraction(3, 10)))),
    (op.with_self_loops, (((0, 1, 0), (1, 0, 1), (0, 1, 0)),), (), ((1, 1, 0), (1, 1, 1), (0, 1, 1))),
    (op.arrows_with_self_loops, (((0, 1), (0, 0)),), (), ((1, 1), (0, 1))),
    (op.weights_of, (((1, -2), (0, 3)),), (), ((1, -2), (0, 3))),
    (op.copied, (((1, 2),),), (), ((1, 2),)),
    (op.kept_columns, (((1, 2, 3), (4, 5, 6)), ((1,), (0,), (1,))), (), ((1, 0, 3), (4, 0, 6))),
    (op.look_up, (((1, 2, 3),), (("a", "b", "c"),), (("c", "a", "c"),)), (), ((3, 1, 3),)),
    (op.nearest, (((1, 5, 2),), (("who", "am"),), (("I",),), (("you",),)), (), (("I",),)),
    (op.largest, (((1, 5), (4, 2)),), (), ((0, 1), (1, 0))),
    (op.routed, (((1, 0), (0, 1)), ((2, 3),), ((1, 1),), ((10, 0),)), (), ((3, 30),)),
    (op.in_interval, (((10, 10), (6, 5), (1, 5)), WORDS, ((1, 4),)), (), (("b", "c"),)),
    (op.convolution_with_bias, (((1, 2), (3, 4)), ((1, 1), (0, 1)), ((5,),)), (1, 0), ((12,),)),
    (op.convolution, (((1, 2, 3), (4, 5, 6), (7, 8, 9)), ((1, 0), (0, -1))), (1, 0), ((-4, -4), (-4, -4))),
    (op.convolution, (((1, 2), (3, 4)), ((1, 1), (1, 1))), (2, 1), ((1, 2), (3, 4))),
    (op.max_pooling, (((1, 2, 0, 1), (3, 4, 5, 2)),), (2,), ((4, 5),)),
    (op.mean_pooling, (((1, 2, 0, 1), (3, 4, 5, 2)),), (2,), ((5 * HALF, 2),)),
    (op.side_lengths, (((32,),), ((5,), (3,))), (), ((28,), (14,), (12,), (6,))),
    (op.flattened, (((1, 2), (3, 4)), ((5, 6),)), (), ((1,), (2,), (3,), (4,), (5,), (6,))),
]
every_case = pytest.mark.parametrize(
    ("operation", "operands", "settings", "result"), CASES, ids=[f"{case[0].name}-{n}" for n, case in enumerate(CASES)]
)


def values_of(operation: Operation, operands: tuple[Values, ...], settings: tuple[Any, ...]) -> Values:
    """The result, rounded to one decimal where it never ends."""
    if operation.value.exact:
        return operation.value.values(operands, settings)  # type: ignore[no-any-return]
    rows = operation.value.rounded(operands, settings, Rounding(1))
    return tuple(tuple(cell.value for cell in row) for row in rows)


@every_case
def test_an_operation_gives_these_cells_in_its_shape(
    operation: Operation, operands: tuple[Values, ...], settings: tuple[Any, ...], result: Values
) -> None:
    operation.domain.check(operands, settings)
    assert values_of(operation, operands, settings) == result
    shapes = [(len(operand), len(operand[0])) for operand in operands]
    assert operation.shape(*shapes, *settings) == (len(result), len(result[0]))


@pytest.mark.parametrize(
    ("operation", "operands", "settings", "result"), [case for case in CASES if not isinstance(case[3][0][0], str)]
)
def test_sympy_agrees_with_every_number(
    operation: Operation, operands: tuple[Values, ...], settings: tuple[Any, ...], result: Values
) -> None:
    exact = [tuple(tuple(_rational(cell) for cell in row) for row in operand) for operand in operands]
    closed = operation.closed_form.values(exact, settings)
    allowed = sympy.Rational(1, 20) if not operation.value.exact else 0
    for row, cells_ in zip(closed, result, strict=True):
        for theirs, ours in zip(row, cells_, strict=True):
            assert abs(sympy.N(theirs - _rational(ours), 30)) <= allowed


def _rational(cell: Any) -> Any:
    return cell if isinstance(cell, str) else sympy.Rational(cell.numerator, cell.denominator)


def test_every_operation_is_tried_above_and_has_a_name_of_its_own() -> None:
    assert {case[0].name for case in CASES} == {operation.name for operation in OPERATIONS}
    assert len(OPERATIONS) == len({operation.name for operation in OPERATIONS})


@pytest.mark.parametrize("left_out", [field.name for field in fields(Operation)])
def test_an_operation_that_lacks_an_interpreter_cannot_be_made(left_out: str) -> None:
    parts = {field.name: getattr(op.relu, field.name) for field in fields(Operation) if field.name != left_out}
    with pytest.raises(TypeError, match=left_out):
        Operation(**parts)


@pytest.mark.parametrize(
    "write",
    [
        lambda: named((2, 3)) @ named((2, 3)),
        lambda: named((2, 3)) + named((3, 2)),
        lambda: named((2, 3)) * named((2, 2)),
        lambda: op.with_self_loops(named((2, 3))),
        lambda: op.kept_columns(named((2, 3)), named((2, 1))),
        lambda: op.look_up(named((2, 3)), named((1, 4)), named((1, 2))),
        lambda: op.nearest(named((1, 3)), named((1, 2)), named((1, 2))),
        lambda: op.convolution(named((4, 4)), named((3, 3)), stride=2, padding=0),
        lambda: op.max_pooling(named((3, 4)), size=2),
        lambda: op.causal(named((2, 3))),
        lambda: op.squared_error(named((2, 3)), named((2, 2))),
        lambda: op.in_interval(named((3, 2)), named((2, 1)), named((1, 2))),
        lambda: op.routed(named((2, 3)), named((3, 3)), named((4, 3)), named((4, 4))),
        lambda: diagonal(named((2, 3))),
        lambda: (named((2, 3)) @ named((3, 2))).columns(1, 3),
        lambda: named((2, 3)).columns(1, 4),
        lambda: named((2, 3)).columns(2, 2),
        lambda: named((2, 3)).rows(1, 3),
    ],
)
def test_operands_that_do_not_fit_are_refused_when_the_formula_is_written(write: Any) -> None:
    with pytest.raises(ValueError, match=r"\(\d, \d\)|\d × \d"):
        write()


@pytest.mark.parametrize(
    ("write", "inner"),
    [
        (lambda: op.relu(named((2, 2)) @ named((2, 2))), "a product cannot be drawn within a ReLU"),
        (lambda: op.mean_of_rows(named((2, 2)) * named((2, 2))), "cannot be drawn within a mean of each row"),
        (lambda: op.softmax(op.relu(named((2, 2)))), "a ReLU cannot be drawn within a softmax"),
        (lambda: op.relu((named((2, 2)) * named((2, 2))).columns(0, 1)), "cell by cell cannot be drawn"),
        (lambda: op.relu(op.max_pooling(named((2, 2)), size=2)), "a max pooling cannot be drawn"),
    ],
)
def test_what_could_not_be_drawn_is_refused_and_told_what_to_do(write: Any, inner: str) -> None:
    with pytest.raises(ValueError, match=f"{inner}.*fill a grid with it first"):
        write()


def test_settings_have_no_silent_defaults() -> None:
    with pytest.raises(ValueError, match="convolution takes stride, padding, not stride"):
        op.convolution(named((3, 3)), named((2, 2)), stride=1)


def test_parts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot stack"):
        stack(named((2, 3)), named((2, 2)))
    with pytest.raises(ValueError, match="side by side"):
        beside(named((2, 3)), named((3, 3)))
    with pytest.raises(ValueError, match="stacked and side by side at once"):
        beside(stack(named((2, 3)), 1), named((3, 3)))


GRIDS = {"M": ((1, 2, 3), (4, 5, 6)), "g": ((7,), (8,))}


@pytest.mark.parametrize(
    ("operand", "rows"),
    [
        (named((2, 3)), GRIDS["M"]),
        (named((2, 3)).T, ((1, 4), (2, 5), (3, 6))),
        (named((2, 3)).columns(1, 3), ((2, 3), (5, 6))),
        (named((2, 3)).rows(1, 2), ((4, 5, 6),)),
        (named((2, 3)).columns(1, 3).T, ((2, 5), (3, 6))),
        (stack(named((2, 3)), 1), (*GRIDS["M"], (1, 1, 1))),
        (stack(named((2, 3)), 1).T, ((1, 4, 1), (2, 5, 1), (3, 6, 1))),
        (beside(identity(2), named((2, 3))), ((1, 0, 1, 2, 3), (0, 1, 4, 5, 6))),
        (beside(diagonal(named((2, 1), "g")), named((2, 1), "g")), ((7, 0, 7), (0, 8, 8))),
        (beside(1, named((2, 3)), 0), ((1, 1, 2, 3, 0), (1, 4, 5, 6, 0))),
        (constant(((1, 2),)).T, ((1,), (2,))),
    ],
)
def test_an_operand_is_an_arrangement_of_what_is_on_the_sheet(operand: Operand, rows: Matrix) -> None:
    assert operand.values(GRIDS) == rows
    assert operand.shape == (len(rows), len(rows[0]))
    for row in range(operand.shape[0]):
        for column in range(operand.shape[1]):
            part, r, c = operand.part_at(row, column)
            place = part.place(r, c)
            shown = GRIDS[part.grid][place[0]][place[1]] if place else part.constant[r][c] if part.constant else 0
            assert shown == rows[row][column]


def test_expressions_cell_by_cell_may_nest_and_repeat_a_row_or_a_column() -> None:
    E, s = named((2, 2), "E"), named((1, 2), "s")
    formula = (1 - E / s) * 2
    assert evaluate(formula, {"E": ((1, 2), (3, 4)), "s": ((4, 8),)}) == ((3 * HALF, 3 * HALF), (HALF, 1))


@given(st.data())
def test_a_product_of_fractions_is_the_sum_of_the_products(data: st.DataObject) -> None:
    rows, inner, columns = (data.draw(st.integers(1, 4)) for _ in range(3))

    def matrix(height: int, width: int) -> Matrix:
        return tuple(tuple(data.draw(cells) for _ in range(width)) for _ in range(height))

    left, right = matrix(rows, inner), matrix(inner, columns)
    expected = np.array(left, dtype=object) @ np.array(right, dtype=object)
    assert op.matrix_product(left, right) == tuple(map(tuple, expected.tolist()))


def test_a_word_that_is_listed_twice_takes_its_first_column() -> None:
    assert op.look_up.value.of(((1, 2, 3),), (("she", "he", "she"),), (("she",),)) == ((1,),)


def test_a_word_that_is_not_in_the_table_is_named() -> None:
    with pytest.raises(ByhandError, match=r"has no 'they'; it has she, he"):
        op.look_up.value.of(((1, 2),), (("she", "he"),), (("they",),))


@pytest.mark.parametrize("graph", [((0, 1), (0, 0)), ((1, 0), (0, 0)), ((0, 2), (2, 0)), ((0, Fraction(1, 2)),) * 2])
def test_a_matrix_that_is_no_graph_is_refused(graph: Matrix) -> None:
    with pytest.raises(ByhandError, match="symmetric matrix of 0 and 1"):
        op.with_self_loops.value.of(graph)


def test_the_options_of_a_choice_come_in_order_and_ties_go_to_the_first() -> None:
    operands = (((3, 7, 7),), (("who", "am", "I"),), (("are", "you"),), (("he",),))
    assert op.nearest.options is not None
    assert op.nearest.options(*operands) == ("who am I", "are you", "he")
    assert op.nearest.value.of(*operands) == (("are you",),)


@pytest.mark.parametrize(
    ("formula", "grids"),
    [
        (named((1, 2), "a") / named((1, 2), "b"), {"a": ((1, 2),), "b": ((1, 0),)}),
        (op.logarithm(named((1, 1), "a")), {"a": ((0,),)}),
        (op.root(named((1, 1), "a")), {"a": ((-1,),)}),
        (op.column_shares(named((2, 1), "a")), {"a": ((1,), (-1,))}),
        (op.cross_entropy(named((1, 1), "a"), named((1, 1), "b")), {"a": ((0,),), "b": ((1,),)}),
        (op.power_of_three(named((1, 1), "a")), {"a": ((10**20,),)}),
        (op.exponential(named((1, 1), "a")), {"a": ((10**20,),)}),
        (op.sine(named((1, 1), "a")), {"a": ((10**20,),)}),
        (op.relu(named((1, 1), "a")), {"a": ((10**60,),)}),
        (1 / (op.root(named((1, 1), "a")) - 2), {"a": ((4,),)}),
    ],
)
def test_outside_its_domain_an_operation_is_undefined_and_no_rule_runs_on_numbers_beyond_its_bound(
    formula: Formula, grids: dict[str, Values]
) -> None:
    with pytest.raises(Undefined):
        evaluate(formula, grids)


@every_case
def test_every_slip_keeps_the_shape_and_one_of_them_makes_a_difference(
    operation: Operation, operands: tuple[Values, ...], settings: tuple[Any, ...], result: Values
) -> None:
    """The marker tries each of them on each grid, so none may raise or change the shape."""
    different = 0
    shapes = [(len(operand), len(operand[0])) for operand in operands]
    for slip in (slip for slip in operation.slips if slip.where(*shapes)):
        wrong = values_of(replace(operation, value=slip.value), operands, settings)
        assert (len(wrong), len(wrong[0])) == (len(result), len(result[0])), slip.name
        different += wrong != result
    assert different or not operation.slips


def nodes(formula: Formula) -> list[Formula]:
    return [formula, *(node for operand in formula.operands if isinstance(operand, Formula) for node in nodes(operand))]


def test_a_slip_is_made_only_where_the_shapes_of_the_operands_invite_it() -> None:
    def names(formula: Formula) -> set[str]:
        return {slip.name for slip in formula.slips()}

    left, upper = (f"rows and columns of the {side} matrix were swapped" for side in ("left", "upper"))
    assert {left, upper} <= names(op.product(named((2, 2), "a"), named((2, 2), "b")))
    assert {left, upper} & names(op.product(named((2, 2), "a"), named((2, 1), "b"))) == {left}
    assert {left, upper} & names(op.product(named((1, 1), "a"), named((1, 1), "b"))) == set()
    for factor, used in (((1, 1), True), ((2, 1), False)):
        assert ("another factor was used" in names(op.multiply(named(factor, "a"), named((2, 2), "b")))) is used
    by_the_row = "divided by the number of the row instead of the column"
    for divisors, taken in (((1, 2), True), ((2, 1), False), ((2, 2), False)):
        assert (by_the_row in names(op.divide(named((2, 2), "a"), named(divisors, "b")))) is taken
    column_added = op.add(named((2, 2), "a"), named((2, 1), "b"))
    assert [slip.name for slip in column_added.slips()].count("a summand was left out") == 1


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_slip_can_be_made_on_every_sheet_and_keeps_the_shape(exercise: Exercise) -> None:
    blueprint = exercise.blueprint({"learning_rate": 2} if exercise.name == "backpropagation" else {})
    tried, different = set(), set()
    for seed in range(5):
        values = draw_instance(blueprint, seed).values
        for grid in blueprint.computed:
            for node in nodes(grid.formula):
                operands = tuple(evaluate(operand, values) for operand in node.operands)
                whole = node.operation.shape(*(operand.shape for operand in node.operands), *node.settings)
                right = values_of(node.operation, operands, node.settings)
                for slip in node.slips():
                    try:
                        wrong = values_of(replace(node.operation, value=slip.value), operands, node.settings)
                    except Undefined:
                        continue  # such as a quotient the wrong way round: nobody can make this slip here
                    assert (len(wrong), len(wrong[0])) == whole, slip.name
                    tried.add(slip.name)
                    if wrong != right:
                        different.add(slip.name)
    assert tried
    # Some slips show only where a sheet has a matrix that is not symmetric, a stride or padding.
    special = ("swapped", "from below", "transposed", "stride", "padding", "several", "column by column")
    assert {name for name in tried - different if not any(word in name for word in special)} == set()


@pytest.mark.parametrize(
    "name",
    [
        *("σ was not applied", "tanh was not applied", "the mask was ignored"),
        "the ReLU was not applied: a negative value was kept",
        "rows and columns of the left matrix were swapped",
        *("the sign is the wrong way round", "the sum was written instead of the mean"),
        *("the self-loops were left out: no 1 on the diagonal", "edges were entered in one direction only"),
        *("subtracted the wrong way round", "added instead of subtracted", "the factor was left out"),
    ],
)
def test_the_usual_slips_are_known(name: str) -> None:
    assert name in {slip.name for operation in OPERATIONS for slip in operation.slips}
