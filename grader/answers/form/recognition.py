"""Which exercise an answer sheet belongs to, and with which parameters: found from the cells that it asks for.

Several sheets may ask for the same cells: which of them it is, only the numbers printed on it could say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from generator.assignment.worksheet import IssuedTask, Worksheet, loose_worksheet
from generator.catalogue import OURS, Blueprints
from generator.errors import ByhandError
from generator.language.words import Words, languages, translator
from generator.network.blueprint import Blueprint, Grid
from generator.network.covers import Asked
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from generator.network.parameters import Between, Choice, Parameter, Setting, Sizes, Switch
from grader.answers.header import Header
from grader.answers.labels import lines_named_by
from grader.answers.submission import Submission
from grader.answers.table import plain_name, read_table

_MOST_ROUNDS = 12
_MOST_NUMBERS = 24
_LOOSE = re.compile(r"(?P<name>[a-z0-9-]+)-(?P<seed>\d{1,9})\b")
"""How `generate` and the page call the answer sheet of a loose sheet."""


@dataclass(frozen=True)
class BlankLine:
    """A line of a blank answer sheet: what its labels say, and the columns that are asked, from 0."""

    exercise: str
    step: str
    title: str
    grid: str
    row: int
    columns: frozenset[int]


def blank_lines(name: str, text: str, submission: Submission) -> Iterator[BlankLine]:
    """The lines of a file in its order, each row of a grid once."""
    table = read_table(name, text)
    plain = [plain_name(label) for label in table.names]
    header, seen = Header.read(name, plain), set()
    step, title = (plain.index(label) if label in plain else -1 for label in ("step", "title"))
    named = lines_named_by(header.labels([row.cells for row in table.rows]))
    for row, line in zip(table.rows, named.lines, strict=True):
        if line is not None and line not in seen and line in submission.typed:
            seen.add(line)
            asked = frozenset(range(len(submission.typed[line]))) - {
                column - 1 for column in submission.blank.dashes.get(line, ())
            }
            yield BlankLine(
                line.exercise,
                header.cell(row.cells, step),
                header.cell(row.cells, title),
                line.grid,
                line.row,
                asked,
            )


@dataclass(frozen=True)
class Recognised:
    """The worksheet that a blank answer sheet belongs to, `numbered` if the numbers on it are known.

    Otherwise what asks for no other cells, such as the size of what is given, is as it usually is.
    """

    worksheet: Worksheet
    numbered: bool


def recognised(identity: str, file: str, lines: Sequence[BlankLine], words: Words) -> Recognised | None:
    """The worksheet with this id whose answer sheet has these lines; None unless every exercise is recognised."""
    found = []
    for name, of_task in groupby(lines, key=attrgetter("exercise")):
        exercise = _exercise_called(name)
        search = exercise and _Search(exercise, tuple(of_task))
        settings = search.settings() if search else None
        if not search or settings is None:
            return None
        found.append((name, search, settings))
    blueprints = Blueprints(words)
    for _, search, settings in found if len(found) == 1 else ():
        for likely in search.alike(settings):
            loose = _loose(file, blueprints.of(search.exercise, likely))
            if loose and loose.id == identity:
                return Recognised(loose, True)
    tasks = tuple(
        IssuedTask.unnumbered(name, blueprints.of(search.exercise, settings), search.covered(settings))
        for name, search, settings in found
    )
    return Recognised(Worksheet(identity, "", "", tasks), False)


def resembled(lines: Iterable[BlankLine]) -> Mapping[str, tuple[Blueprint, ...]]:
    """For the name of each exercise that is known here, the blueprints that these lines may belong to.

    Those that ask for most of the lines are enough, since in a file that was damaged a line may be missing, or be
    another.
    """
    of_tasks: dict[str, list[BlankLine]] = {}
    for line in lines:
        of_tasks.setdefault(line.exercise, []).append(line)
    found, blueprints = {}, Blueprints()
    for name, of_task in of_tasks.items():
        exercise = _exercise_called(name)
        search = exercise and _Search(exercise, tuple(of_task))
        if search and (nearest := search.nearest()):
            found[name] = tuple(blueprints.of(search.exercise, settings) for settings in search.alike(nearest))
    return found


def _exercise_called(name: str) -> Exercise | None:
    """The exercise with this name, or the one whose name an id begins with, as in `lstm-2`."""
    begins = [known for known in OURS.names() if re.match(rf"{re.escape(known)}(?![a-z0-9])", name.casefold())]
    return OURS.find(max(begins, key=len)) if begins else None


def _loose(file: str, blueprint: Blueprint) -> Worksheet | None:
    """The loose sheet that a file such as `lstm-7.csv` belongs to by its name."""
    named = _LOOSE.match(file)
    if not named or named["name"] != blueprint.exercise:
        return None
    try:
        return loose_worksheet(blueprint, draw_instance(blueprint, int(named["seed"])))
    except ByhandError:
        return None


_Cells = frozenset[tuple[str, int, frozenset[int]]]
"""The rows of grids, from 1, with the columns that are asked."""


class _Search:
    """Goes from the usual parameters, one change at a time, to those that ask for the cells of some lines."""

    def __init__(self, exercise: Exercise, lines: tuple[BlankLine, ...]) -> None:
        self.exercise = exercise
        self._cells: _Cells = frozenset((line.grid, line.row, line.columns) for line in lines)
        self._titles = {line.title for line in lines}
        self._blueprints = Blueprints()
        self._languages = tuple(translator(language) for language in languages())

    def settings(self) -> Mapping[str, Setting] | None:
        """The parameters that ask for just these cells, as near to the usual ones as can be found."""
        nearest = self._nearest()
        return nearest if self._distance(nearest)[:2] == (0, 0) else None

    def nearest(self) -> Mapping[str, Setting] | None:
        """The parameters that ask for most of these rows, and as far as possible for their cells."""
        nearest = self._nearest()
        return nearest if 2 * self._distance(nearest)[0] < len(self._cells) else None

    def _nearest(self) -> Mapping[str, Setting]:
        best: Mapping[str, Setting] = {parameter.name: parameter.default for parameter in self.exercise.parameters}
        for _ in range(_MOST_ROUNDS):
            nearer = min(self._changed(best), key=self._distance, default=best)
            if self._distance(nearer) >= self._distance(best):
                break
            best = nearer
        return best

    def alike(self, settings: Mapping[str, Setting]) -> Iterator[Mapping[str, Setting]]:
        """These parameters and others, one change away, which ask for the same cells under the same titles."""
        yield settings
        distance = self._distance(settings)
        yield from (changed for changed in self._changed(settings) if self._distance(changed) == distance)

    def covered(self, settings: Mapping[str, Setting]) -> Asked:
        """The cells that are asked one by one."""
        blueprint = self._blueprints.of(self.exercise, settings)
        asked: dict[str, tuple[tuple[int, int], ...]] = {}
        for grid, row, columns in sorted(self._cells, key=lambda cell: cell[:2]):
            if grid in blueprint.covered:
                asked[grid] = (*asked.get(grid, ()), *((row - 1, column) for column in sorted(columns)))
        return asked

    def _changed(self, settings: Mapping[str, Setting]) -> Iterator[Mapping[str, Setting]]:
        for parameter in self.exercise.parameters:
            for value in _others(parameter, settings[parameter.name]):
                yield {**settings, parameter.name: value}

    def _distance(self, settings: Mapping[str, Setting]) -> tuple[int, int, int]:
        """How many rows are not the same as those of the lines, or not asked alike, and how many titles are not there.

        More than there are if these parameters are not allowed.
        """
        try:
            blueprint = self._blueprints.of(self.exercise, settings)
        except ByhandError:
            return 1 << 30, 0, 0
        single = {cell for cell in self._cells if cell[0] in blueprint.covered}
        whole = {cell for grid in blueprint.grids if grid.asked for cell in _rows(grid)}
        rows, own_rows = ({cell[:2] for cell in cells} for cells in (whole, self._cells - single))
        one_by_one = abs(sum(len(columns) for _, _, columns in single) - len(blueprint.covers))
        fits = all(_holds(blueprint.by_name[grid], row, columns) for grid, row, columns in single)
        titles = {step.title for step in blueprint.steps}
        missed = min(len(self._titles - set(map(words, titles))) for words in self._languages)
        return len(rows ^ own_rows) + one_by_one + (not fits), len(whole ^ (self._cells - single)), missed


def _rows(grid: Grid) -> Iterator[tuple[str, int, frozenset[int]]]:
    for row in range(grid.shape[0]):
        if columns := frozenset(column for column in range(grid.shape[1]) if (row, column) not in grid.dark):
            yield grid.name, row + 1, columns


def _holds(grid: Grid, row: int, columns: Iterable[int]) -> bool:
    return row <= grid.shape[0] and all(column < grid.shape[1] for column in columns)


def _others(parameter: Parameter, value: Setting) -> Iterator[Setting]:
    """The values of a parameter besides this one that may ask for other cells; of a list, those one change away."""
    allowed = parameter.range
    match allowed:
        case Switch():
            others: Iterable[Setting] = (False, True)
        case Choice():
            others = allowed.choices
        case Between() if not allowed.places:
            others = range(int(allowed.least), min(int(allowed.greatest), int(allowed.least) + _MOST_NUMBERS) + 1)
        case Sizes():
            assert isinstance(value, tuple)
            others = filter(None, (_read(allowed, sizes) for sizes in _neighbours(allowed, value)))
        case _:
            others = allowed.ends
    return (other for other in others if other != value)


def _read(allowed: Sizes, sizes: tuple[int, ...]) -> Setting | None:
    return allowed.read(",".join(map(str, sizes)))


def _neighbours(allowed: Sizes, sizes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Lists with another size in one place, one less, or one more."""
    every = range(allowed.least, allowed.greatest + 1)
    for place in range(len(sizes)):
        yield from ((*sizes[:place], size, *sizes[place + 1 :]) for size in every)
        yield (*sizes[:place], *sizes[place + 1 :])
    for place in range(len(sizes) + 1):
        yield from ((*sizes[:place], size, *sizes[place:]) for size in every)
