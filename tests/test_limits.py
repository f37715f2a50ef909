"""The limits of figures: which others would have led to the same figures, on both sides of each edge."""

from dataclasses import replace
from math import nextafter

import pytest

from generator.catalogue import find_exercise
from generator.layout.arrange import ArrangedFigures
from generator.layout.limits import Limit, Limits
from generator.layout.planner import GRAINS
from generator.layout.tiles import Cutter

NARROW = Limits(width=300.0, height=250.0, blocks=1)


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter.of(find_exercise("lstm").blueprint(), GRAINS[-1])


@pytest.fixture(scope="module")
def narrow(cutter: Cutter) -> ArrangedFigures:
    return ArrangedFigures.of(cutter, NARROW)


def test_a_limit_holds_what_is_as_large_and_nothing_larger() -> None:
    limit = Limit(5.0)
    assert limit.holds(5.0)
    assert not limit.holds(nextafter(5.0, 6.0))


def test_a_limit_with_which_nothing_was_compared_decides_like_any_other() -> None:
    assert Limit(5.0).decides_like(0.0)


def test_another_limit_decides_the_same_from_the_largest_size_it_held_up_to_the_smallest_it_did_not() -> None:
    limit = Limit(5.0)
    for size in (2.0, 3.0, 8.0, 7.0):
        limit.holds(size)
    assert not limit.decides_like(nextafter(3.0, 0.0))
    assert limit.decides_like(3.0)
    assert limit.decides_like(nextafter(7.0, 0.0))
    assert not limit.decides_like(7.0)


def test_within_limits_that_decide_the_same_the_figures_are_the_same(cutter: Cutter, narrow: ArrangedFigures) -> None:
    gauge = narrow.gauge
    for least, most in (
        (replace(NARROW, width=gauge.width.kept), replace(NARROW, width=nextafter(gauge.width.broken, 0.0))),
        (replace(NARROW, height=gauge.height.kept), replace(NARROW, height=nextafter(gauge.height.broken, 0.0))),
    ):
        assert least != NARROW != most
        for limits in (least, most):
            assert gauge.decides_like(limits)
            assert ArrangedFigures.of(cutter, limits).figures == narrow.figures


@pytest.mark.parametrize("other", [replace(NARROW, width=100.0), replace(NARROW, height=780.0)])
def test_limits_that_lead_to_other_figures_do_not_decide_the_same(
    cutter: Cutter, narrow: ArrangedFigures, other: Limits
) -> None:
    assert ArrangedFigures.of(cutter, other).figures != narrow.figures
    assert not narrow.gauge.decides_like(other)


def test_the_number_of_blocks_decides_only_where_another_block_would_fit(
    cutter: Cutter, narrow: ArrangedFigures
) -> None:
    assert narrow.gauge.decides_like(replace(NARROW, blocks=3))
    wide = ArrangedFigures.of(cutter, Limits(527.0, 780.0, blocks=1))
    assert not wide.gauge.decides_like(Limits(527.0, 780.0, blocks=2))
    assert ArrangedFigures.of(cutter, Limits(527.0, 780.0, blocks=2)).figures != wide.figures
