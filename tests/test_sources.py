"""Where givens come from: everything a source can draw is drawn, and nothing else."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from generator.catalogue import find_exercise
from generator.errors import ByhandError
from generator.exercises.retrieval._phrases import PUBLISHED, phrases, vocabulary_of
from generator.network.instance import check_pinned
from generator.network.number import Matrix
from generator.network.sources import ConnectedGraph, Integers, OneHot, OneOf, Tenths, Weights
from generator.network.stream import Stream


def test_integers_fill_their_range_and_zeros_come_as_often_as_asked() -> None:
    (row,) = Integers(-2, 2, zeros=3).draw(Stream("integers"), (1, 7000))
    counts = Counter(row)
    assert set(counts) == {-2, -1, 0, 1, 2}
    assert 2.6 < counts[0] / counts[1] < 3.4


def test_tenths_have_one_decimal() -> None:
    (row,) = Tenths(-9, 9).draw(Stream("tenths"), (1, 2000))
    assert set(row) == {Fraction(tenths, 10) for tenths in range(-9, 10)}
    assert type(row[row.index(0)]) is int


@pytest.mark.parametrize("source", [Integers, Tenths])
def test_a_range_holds_at_least_one_number(source: type[Integers | Tenths]) -> None:
    assert source(3, 3).choices(0, 0)
    with pytest.raises(ValueError, match="nothing is from 3 to 1; the least number comes first"):
        source(3, 1)


def test_weights_and_steps_are_at_least_1() -> None:
    with pytest.raises(ValueError, match="nothing is from 1 to 0"):
        Weights(greatest=0)
    with pytest.raises(ValueError, match="step 0: the least step is 1"):
        Integers(1, 3, step=0)


@pytest.mark.parametrize("shape", [(3, 2), (5, 5), (2, 6)])
def test_every_row_of_weights_adds_and_subtracts(shape: tuple[int, int]) -> None:
    seen = set()
    for seed in range(200):
        for row in Weights(greatest=2, zeros=2).draw(Stream(f"weights {seed}"), shape):
            assert min(row) < 0 < max(row)
            seen |= set(row)
    assert seen == ({-2, -1, 1, 2} if shape[1] == 2 else {-2, -1, 0, 1, 2})


def test_a_single_weight_is_not_0() -> None:
    column = Weights().draw(Stream("single"), (100, 1))
    assert {row[0] for row in column} == {-1, 1}


def test_one_hot_columns_hold_one_1_anywhere() -> None:
    rows = OneHot().draw(Stream("one hot"), (3, 600))
    assert {sum(column) for column in zip(*rows, strict=True)} == {1}
    assert all(150 < sum(row) < 250 for row in rows)


def test_one_of_draws_each_content_and_refuses_a_wrong_shape() -> None:
    contents = ((("am", "I"),), (("are", "you"),))
    drawn = {OneOf(contents).draw(Stream(str(seed)), (1, 2)) for seed in range(20)}
    assert drawn == set(contents)
    with pytest.raises(AssertionError, match="does not fill"):
        OneOf(contents).draw(Stream("x"), (1, 3))


def reached(graph: Matrix) -> set[int]:
    known, frontier = {0}, [0]
    while frontier:
        node = frontier.pop()
        fresh = [other for other, edge in enumerate(graph[node]) if edge and other not in known]
        known.update(fresh)
        frontier.extend(fresh)
    return known


@pytest.mark.parametrize("nodes", [3, 4, 5, 6])
def test_a_graph_is_connected_but_not_complete_and_varies(nodes: int) -> None:
    graphs = [ConnectedGraph().draw(Stream(f"graph {seed}"), (nodes, nodes)) for seed in range(300)]
    for graph in graphs:
        assert graph == tuple(zip(*graph, strict=True))
        assert {cell for row in graph for cell in row} == {0, 1}
        assert all(graph[node][node] == 0 for node in range(nodes))
        assert reached(graph) == set(range(nodes))
        assert sum(map(sum, graph)) < nodes * (nodes - 1)
    assert len(set(graphs)) >= {3: 3, 4: 30, 5: 150, 6: 250}[nodes]


@pytest.mark.parametrize("size", range(8, 23))
@pytest.mark.parametrize("words", [2, 3, 4])
def test_every_vocabulary_can_say_enough_different_phrases(size: int, words: int) -> None:
    table = vocabulary_of(size)
    said = phrases(table, words)
    assert len(table) == size
    assert 6 <= len(said) == len(set(said)) <= 256
    for (phrase,) in said:
        assert len(phrase) == len(set(phrase)) == words
        assert set(phrase) <= set(table)


def test_the_longest_vocabulary_is_the_published_one_and_shorter_ones_keep_its_order() -> None:
    assert vocabulary_of(22) == PUBLISHED
    for size in range(8, 22):
        table = vocabulary_of(size)
        assert list(table) == sorted(table, key=PUBLISHED.index)


def test_a_pinned_target_is_one_hot_unless_any_loss_takes_it() -> None:
    assert OneHot().fault(((1, 0), (0, 1))) is None
    for values in (((1, 1), (1, 0)), ((0, 0), (0, 1)), ((Fraction(1, 2), 0), (Fraction(1, 2), 1))):
        assert "expected a single 1" in str(OneHot().fault(values))
        assert OneHot(any_pinned=True).fault(values) is None
    assert "is not a number" in str(OneHot(any_pinned=True).fault((("a",),)))


@pytest.mark.parametrize("name", ["backpropagation", "loss"])
def test_softmax_with_cross_entropy_refuses_a_pinned_target_that_is_not_one_hot(name: str) -> None:
    blueprint = find_exercise(name).blueprint({"batch": 2})
    with pytest.raises(ByhandError, match=r"given T: column 2 is .* expected a single 1"):
        check_pinned(blueprint, {"T": ((1, 1), (0, 1), (0, 0))})


def test_other_losses_take_any_pinned_target() -> None:
    check_pinned(find_exercise("loss").blueprint({"batch": 2, "loss": "mse"}), {"T": ((1, 1), (0, 2), (0, 0))})
