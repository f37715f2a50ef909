"""What makes the layout's search quick changes nothing it finds: each shortcut beside the long way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import dist, inf
from random import Random
from typing import NamedTuple, cast

import pytest

from generator.catalogue import OURS
from generator.layout import arrange
from generator.layout.arrange import ArrangedFigures, Arranger
from generator.layout.figure import Figure, Note, Tile
from generator.layout.limits import Limits
from generator.layout.planner import GRAINS, ONE_PAGE, Planner, _distinct
from generator.layout.planning import growth as growing
from generator.layout.planning.drafts import Drafts
from generator.layout.planning.growth import Growth
from generator.layout.planning.ways import Way, ways_in_rows
from generator.layout.shelving.lettering import Piece
from generator.layout.shelving.plan import Cost, Plan
from generator.layout.shelving.setting import fewest_pages
from generator.layout.shelving.shelves import Assortment, Shelf, Shelving, Stack, even_pages
from generator.layout.tiles import Cutter, Grain
from generator.network.blueprint import ComputedGrid
from generator.network.operand import Part
from generator.sheet.boxes import TOUCHING, Box, Paper, is_clear
from generator.sheet.graphs import _clearest


class _Sized(NamedTuple):
    """All that growing cells ask of a plan."""

    height: float
    cost: Cost
    is_regular: bool = True


@dataclass
class _Drafts:
    """Drafts in which cells have room, and leave blocks alike, up to some heights; it is noted which are asked for."""

    most: float
    regular: float
    asked: list[float] = field(default_factory=list)

    def fewest_pages(self, _way: Way, _cutter: Cutter) -> int:
        return 1

    def plan(self, _way: Way, cutter: Cutter) -> Plan:
        height = cutter.grain.height
        self.asked.append(height)
        cost = ONE_PAGE if height <= self.most else Cost(unsound=False, worth=2, pages=2)
        return cast("Plan", _Sized(height, cost, height <= self.regular))


def _largest(most: float, guess: float, regular: float = inf) -> tuple[float, set[float]]:
    """The height of the largest cells that have room, looked for from a guess on, and the heights asked for."""
    cutter = Cutter.of(OURS.find("matrix-multiplication").blueprint(), Grain(20.0, 10.0, 11.0))
    way = next(ways_in_rows(cutter.blueprint, Paper.A4.size, instructions=False))
    drafts = _Drafts(most, regular)
    sizes = [(way, cutter.with_height(height)) for height in (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)]
    first = cast("Plan", _Sized(10.0, ONE_PAGE, regular >= 10.0))
    growth = Growth(cast("Drafts", drafts), (), ONE_PAGE)
    _, found = growth._largest(sizes, (way, first), lambda plan, _moving: guess / plan.height)
    return found.height, set(drafts.asked)


@pytest.mark.parametrize("guess", [1.0, 10.0, 12.5, 14.0, 40.0])
@pytest.mark.parametrize("most", [10.0, 11.0, 13.0, 15.0, 16.0])
def test_the_largest_cells_that_have_room_are_found_wherever_they_are_looked_for(most: float, guess: float) -> None:
    assert _largest(most, guess)[0] == most


def test_where_a_guess_is_right_only_the_next_larger_cells_are_tried_as_well() -> None:
    assert _largest(13.0, 13.5)[1] == {13.0, 14.0}


@pytest.mark.parametrize(("regular", "largest"), [(12.0, 12.0), (10.0, 10.0), (9.0, 15.0)])
def test_cells_grow_as_long_as_blocks_that_are_alike_stay_so(regular: float, largest: float) -> None:
    assert _largest(15.0, 14.0, regular)[0] == largest


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
        assert is_clear(box.edges, [other.edges]) == (not box.overlaps(other))
    clear = [other.edges for other in boxes if not box.overlaps(other)]
    assert is_clear(box.edges, clear)
    assert is_clear(box.edges, [])
    assert not is_clear(box.edges, [*clear, Box(11, 11, 1, 1).edges])
    assert is_clear(box.edges, [Box(11, 7, 3, 3 + 0.9 * TOUCHING).edges])
    assert not is_clear(box.edges, [Box(11, 7, 3, 3 + 1.1 * TOUCHING).edges])


class _Size(NamedTuple):
    """All that shelves ask of a piece."""

    width: float
    height: float
    blocks: tuple[int, ...] = ()


def _assortment(seed: int) -> Assortment:
    random = Random(seed)
    heights = random.sample(range(20, 200), 3)  # pieces are often equally high
    sizes = [_Size(random.randint(40, 300), random.choice(heights)) for _ in range(random.randint(2, 8))]
    return Assortment(cast("Sequence[Piece]", sizes), 480, random.choice((250, 400, 690)))


@pytest.mark.parametrize("seed", range(60))
def test_heights_of_stacks_that_are_skipped_would_give_no_other_shelf(seed: int) -> None:
    assortment = _assortment(seed)
    for start in range(len(assortment.pieces)):
        heights = assortment._heights(start)
        found: dict[int, tuple[float, tuple[int, ...]]] = {}
        for high in heights:  # a height that is the only one is never skipped
            for end, *shelf in assortment._lowest(start, [high], stacks=True):
                found.setdefault(end, cast("tuple[float, tuple[int, ...]]", tuple(shelf)))
        assert assortment._lowest(start, heights, stacks=True) == [(end, *shelf) for end, shelf in found.items()]


@pytest.mark.parametrize("seed", range(20))
def test_shelves_of_every_kind_are_the_same_whichever_kind_is_asked_for_first(seed: int) -> None:
    random = Random(seed)
    blocks = [(number // 2,) for number in range(8)]  # pairs of pieces share one
    sizes = [_Size(random.randint(40, 300), random.randint(20, 200), block) for block in blocks]
    pieces = cast("Sequence[Piece]", sizes)
    shared = Assortment(pieces, 480, 400)
    found = {kind: shared.on_fewest_pages(kind, 400) for kind in random.sample(list(Shelving), len(Shelving))}
    for kind, shelves in found.items():
        assert _stacks(shelves) == _stacks(Assortment(pieces, 480, 400).on_fewest_pages(kind, 400))
    for kind in filter(lambda kind: kind.blocks, found):
        assert not any(_tears_blocks(shelf) for shelf in found[kind])


def _stacks(shelves: Sequence[Shelf]) -> list[tuple[Stack, ...]]:
    return [shelf.stacks for shelf in shelves]


def test_kinds_of_shelving_that_come_to_the_same_pages_share_a_plan_and_stay_rivals() -> None:
    planner = _planner("lstm")
    ways = list(ways_in_rows(planner.blueprint, planner.paper, planner.instructions))
    tried = planner.tried(ways, Cutter.of(planner.blueprint, GRAINS[-1]))
    kinds: dict[int, set[Shelving]] = {}
    for way, plan in tried:
        kinds.setdefault(id(plan), set()).add(way.shelving)
    assert {Shelving.ROWS, Shelving.ROWS_OF_BLOCKS} in kinds.values()
    assert Counter(id(plan) for _, plan in _distinct(tried)) == {plan: len(each) for plan, each in kinds.items()}


def _tears_blocks(shelf: Shelf) -> bool:
    """Whether it has several blocks, and one of them without its other piece."""
    counts = Counter(block for piece in shelf.pieces for block in piece.blocks)
    return len(counts) > 1 and 1 in counts.values()


def test_what_is_written_around_tiles_is_as_wide_in_cells_of_all_sizes_as_measured_for_one() -> None:
    blueprint = OURS.find("mlp").blueprint()
    for cutter in Cutter.of_each(blueprint, GRAINS[::2]):
        for grid, note, copy in product(blueprint.grids, Note, (False, True)):
            part, unused = Part(*grid.shape, grid.name), Cutter.of(blueprint, cutter.grain)
            assert cutter.cut(part, 0, 0, copy=copy, note=note) == unused.cut(part, 0, 0, copy=copy, note=note)


@pytest.mark.parametrize("seed", range(20))
def test_the_clearest_point_is_found_before_all_others_are_measured(seed: int) -> None:
    random = Random(seed)
    points, others, placed = ([(random.random(), random.random()) for _ in range(count)] for count in (12, 9, 3))

    def clear(point: tuple[float, float]) -> float:
        return min([*(dist(point, other) for other in others), *(0.6 * dist(point, other) for other in placed)])

    assert _clearest([*points, *points], others, placed) == max(points, key=clear)


@pytest.mark.parametrize("seed", range(60))
def test_with_their_words_figures_need_no_fewer_pages(seed: int) -> None:
    random = Random(seed)
    room = Box(0, 0, 480, random.choice((250, 400, 690)))
    bare = [_Size(random.randint(40, 300), random.randint(20, 200)) for _ in range(random.randint(1, 8))]
    worded = [_Size(width + random.choice((0, 60)), height + random.choice((0, 9, 40))) for width, height, *_ in bare]
    figures = [Figure([Tile(Part(1, 1, "W"), Box(0, 0, width, height))]) for width, height, *_ in bare]
    shelves = Assortment(cast("Sequence[Piece]", worded), room.width, room.height).side_by_side()
    assert fewest_pages(figures, room) <= len(even_pages(shelves, room.height))


def test_a_way_is_left_out_when_its_figures_alone_need_more_pages_than_another_way_costs() -> None:
    planner = _planner("lstm")
    ways = list(ways_in_rows(planner.blueprint, planner.paper, planner.instructions))
    smallest = Cutter.of(planner.blueprint, GRAINS[-1])
    tried = dict(planner.tried(ways, smallest))
    least = min(plan.cost for plan in tried.values())
    left_out = [way for way in ways if way not in tried]
    assert left_out
    assert all(planner.drafts.plan(way, smallest).cost > least for way in left_out)


@pytest.mark.parametrize("name", ["perceptron", "optimizer", "lstm"])
def test_rivals_that_are_passed_over_would_not_have_won(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, thorough = _planner(name), _planner(name)
    best = quick.best()
    for bound in ("most_merit", "most_merit_of_taller"):
        monkeypatch.setattr(growing, bound, lambda _plan, _words, _size: inf)
    found = thorough.best()
    assert (found.cutter.grain, repr(found.pages)) == (best.cutter.grain, repr(best.pages))
    assert thorough.drafts.count > quick.drafts.count


def _planner(name: str) -> Planner:
    return Planner(OURS.find(name).blueprint(), Paper.A4.size, instructions=False)


def test_blocks_like_one_that_is_divided_begin_new_figures_without_being_tried_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cutter = Cutter.of(OURS.find("perceptron").blueprint(), GRAINS[-1])
    limits = Limits(527.0, 647.0, 1)
    asked = Counter[bool]()
    follow_rule = Arranger._follow_rule

    def counted(arranger: Arranger, figure: Figure, group: Sequence[ComputedGrid], fresh: bool) -> bool:
        asked[fresh] += 1
        return follow_rule(arranger, figure, group, fresh)

    monkeypatch.setattr(Arranger, "_follow_rule", counted)
    quick, tried = ArrangedFigures.of(cutter, limits), asked[False]
    monkeypatch.setattr(arrange, "_kind", lambda _unit: (object(),))
    asked.clear()
    assert ArrangedFigures.of(cutter, limits).figures == quick.figures
    assert asked[False] > tried
