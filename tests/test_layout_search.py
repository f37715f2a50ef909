"""What makes the layout's search quick changes nothing it finds: each shortcut beside the long way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import inf
from random import Random
from typing import NamedTuple, cast

import pytest

from generator.catalogue import OURS
from generator.layout.figure import Figure, Tile
from generator.layout.planner import GRAINS, Planner, Search
from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.plan import Plan, fewest_pages
from generator.layout.shelving.shelves import Assortment, Shelving, even_pages, side_by_side
from generator.layout.tiles import Cutter
from generator.network.operand import Part
from generator.sheet.boxes import Box, Paper


@pytest.mark.parametrize("count", range(7))
def test_a_search_finds_the_largest_size_that_has_room_wherever_it_begins(count: int) -> None:
    for largest, place in product(range(count + 1), range(count + 3)):
        search = Search(place)
        assert search.first(range(count), largest.__le__) == largest
        assert search.place == largest


def test_a_search_that_ends_as_the_one_before_asks_about_two_sizes_only() -> None:
    search, asked = Search(0), list[int]()

    def has_room(size: int) -> bool:
        asked.append(size)
        return size >= 11

    search.first(range(40), has_room)
    assert len(asked) > 2
    asked.clear()
    assert search.first(range(40), has_room) == 11
    assert sorted(asked) == [10, 11]


def test_pieces_of_a_grid_share_cells_when_a_cell_is_shown_by_both() -> None:
    upright = [
        Part(rows, columns, "W", top=top, left=left, whole=False)
        for rows, columns, top, left in product((1, 2), (1, 3), (0, 1, 2), (0, 1, 3))
    ]
    parts = [*upright, *(part.flipped for part in upright)]
    both = [(one, other) for one in parts for other in parts]
    shared = [not set(one.cells()).isdisjoint(other.cells()) for one, other in both]
    assert [one.shares_cells(other) for one, other in both] == shared
    assert {True, False} == set(shared)


def test_a_diagonal_shows_every_cell_of_its_column() -> None:
    diagonal = Part(3, 3, "s", diagonal=True)
    for row in range(5):
        cell = Part(1, 1, "s", top=row, whole=False)
        assert cell.shares_cells(diagonal) == diagonal.shares_cells(cell) == (row < 3)


def test_a_box_is_clear_of_others_when_it_overlaps_none_of_them() -> None:
    box = Box(10, 10, 4, 4)
    # Edges that touch, that all but touch, and that overlap by more than the tolerance.
    boxes = [Box(x, y, 3, 3) for x, y in product((6.9, 7, 7.005, 7.02, 11, 13.98, 13.995, 14, 14.1), repeat=2)]
    assert {True, False} == {box.overlaps(other) for other in boxes}
    for other in boxes:
        assert box.is_clear_of([other]) == (not box.overlaps(other))
    clear = [other for other in boxes if not box.overlaps(other)]
    assert box.is_clear_of(clear)
    assert box.is_clear_of([])
    assert not box.is_clear_of([*clear, Box(11, 11, 1, 1)])
    assert box.is_clear_of([Box(11, 7, 3, 5)], tolerance=2)
    assert not box.is_clear_of([Box(11, 7, 3, 5)], tolerance=1.9)


class _Size(NamedTuple):
    """All that shelves ask of a piece."""

    width: float
    height: float
    blocks: tuple[int, ...] = ()


def _assortment(seed: int) -> Assortment:
    random = Random(seed)
    heights = random.sample(range(20, 200), 3)  # pieces are often equally high
    sizes = [_Size(random.randint(40, 300), random.choice(heights)) for _ in range(random.randint(2, 8))]
    return Assortment(cast("Sequence[Piece]", sizes), 480, random.choice((250, 400, 690)), Shelving.STACKS)


@pytest.mark.parametrize("seed", range(60))
def test_heights_of_stacks_that_are_skipped_would_give_no_other_shelf(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick, thorough = _assortment(seed), _assortment(seed)
    for start in range(len(quick.pieces)):
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for high in thorough._heights(start):
            with monkeypatch.context() as alone:  # a height that is the only one is never skipped
                alone.setattr(Assortment, "_heights", lambda _self, _start, only=high: [only])
                for end, shelf in thorough._lowest(start).items():
                    found.setdefault(end, shelf)
        assert quick._lowest(start) == found


@pytest.mark.parametrize("seed", range(60))
def test_with_their_words_figures_need_no_fewer_pages(seed: int) -> None:
    random = Random(seed)
    room = Box(0, 0, 480, random.choice((250, 400, 690)))
    bare = [_Size(random.randint(40, 300), random.randint(20, 200)) for _ in range(random.randint(1, 8))]
    worded = [_Size(width + random.choice((0, 60)), height + random.choice((0, 9, 40))) for width, height, *_ in bare]
    figures = [Figure([Tile(Part(1, 1, "W"), Box(0, 0, width, height))]) for width, height, *_ in bare]
    shelves = side_by_side(cast("Sequence[Piece]", worded), room.width)
    assert fewest_pages(figures, room) <= len(even_pages(shelves, room.height))


def test_a_way_is_left_out_when_its_figures_alone_need_more_pages_than_another_way_costs() -> None:
    planner = _planner("lstm")
    ways = list(planner._ways())
    smallest = Cutter.of(planner.blueprint, GRAINS[-1])
    tried = dict(planner._tried(ways, smallest))
    least = min(plan.cost for plan in tried.values())
    left_out = [way for way in ways if way not in tried]
    assert left_out
    assert all(planner._plan(way, smallest).cost > least for way in left_out)


@pytest.mark.parametrize("name", ["perceptron", "optimizer", "lstm"])
def test_rivals_that_are_passed_over_would_not_have_won(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, thorough = _planner(name), _planner(name)
    best = quick.best()
    monkeypatch.setattr(Plan, "most_merit", lambda _plan, _words: inf)
    found = thorough.best()
    assert (found.cutter.grain, repr(found.pages)) == (best.cutter.grain, repr(best.pages))
    assert len(thorough._plans) > len(quick._plans)


def _planner(name: str) -> Planner:
    return Planner(OURS.find(name).blueprint(), Paper.A4.size, instructions=False)
