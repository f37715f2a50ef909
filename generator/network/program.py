"""Programs: the formulas of an exercise written out, with one operation or arrangement of grids a line.

Work that several formulas share is done once, and nothing is looked up by name: that halves the time of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from typing import Any, NamedTuple

from generator.errors import ByhandError
from generator.network.evaluation import part_of, rounded_cells
from generator.network.formula import ANYWHERE, LARGEST, Domain, Formula
from generator.network.number import Undefined
from generator.network.operand import Operand
from generator.network.rounding import Rounding
from generator.network.rules import Rule, Settings, numbers


class Instruction(NamedTuple):
    """A line of a program: a function, and which results it works on."""

    rule: Callable[..., Any]
    operands: tuple[int, ...]


class ToFill(NamedTuple):
    """How a grid is filled. A `careful` one is refused where an operation is not defined or a value rounds unclearly.

    Without care, an operation outside its domain raises what Python raises, or gives numbers that mean nothing.
    Numbers `from_sources` are small: only a power can make them too large for an operation, unlike typed ones.
    """

    grid: str
    formula: Formula
    rounding: Rounding | None
    careful: bool = False
    clearly: bool = False
    from_sources: bool = False


@dataclass(frozen=True)
class Program:
    """Lines to be run in order. The results are the values of the drawn grids, then one of each line.

    `places` says which results are the grids, and `ends` how many lines have been run once a computed grid is known.
    """

    lines: tuple[Instruction, ...]
    places: Mapping[str, int]
    ends: Mapping[str, int]

    @staticmethod
    def of(drawn: Sequence[str], computed: Iterable[ToFill]) -> Program:
        """The program that fills these grids one after the other."""
        author = _Author(drawn)
        ends = {}
        for work in computed:
            author.write(work)
            ends[work.grid] = len(author.lines)
        return Program(tuple(author.lines), author.places, ends)

    @cached_property
    def drawn(self) -> Sequence[str]:
        """The names of the drawn grids, whose values are the first results."""
        return [name for name in self.places if name not in self.ends]

    @cached_property
    def reached(self) -> Sequence[Sequence[int]]:
        """For each drawn grid the results that depend on it."""
        reached: list[list[int]] = [[] for _ in self.drawn]
        needs = [{place} for place in range(len(self.drawn))]
        for place, line in enumerate(self.lines, start=len(self.drawn)):
            needs.append(set[int]().union(*(needs[operand] for operand in line.operands)))
            for drawn in needs[place]:
                reached[drawn].append(place)
        return reached

    def run(self, results: list[Any], start: int, stop: int) -> None:
        """Put the results of some lines into their places; those of the drawn grids and earlier lines are there."""
        first = len(results) - len(self.lines)
        result_of = results.__getitem__
        for place, (rule, operands) in enumerate(self.lines[start:stop], first + start):
            results[place] = rule(*map(result_of, operands))


class Trial:
    """A careful program, run again and again on grids that change as more of them become known.

    What no change reaches is kept, and a line that has no value, such as a division by 0, spoils only what needs it.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._results: list[Any] = [_NOT_YET] * (len(program.drawn) + len(program.lines))
        self._filled = 0

    def values(self, grids: Mapping[str, Any], wanted: Sequence[str]) -> Sequence[Any]:
        """The values of these computed grids when those that are drawn have these; None for one that has none.

        They are given in the order in which they are filled: what comes after the last of them is not worked out.
        """
        program, results = self._program, self._results
        for place, name in enumerate(program.drawn):
            known, results[place] = results[place], grids[name]
            if known is not results[place] and known is not _NOT_YET:
                self._filled = 0
                for reached in program.reached[place]:
                    results[reached] = _NOT_YET
        start, stop, result_of = self._filled, program.ends[wanted[-1]], results.__getitem__
        for place, (rule, operands) in enumerate(islice(program.lines, start, stop), len(program.drawn) + start):
            if results[place] is _NOT_YET:
                given = [*map(result_of, operands)]
                try:
                    results[place] = None if None in given else rule(*given)
                except (ArithmeticError, ValueError, LookupError, ByhandError):
                    results[place] = None
        self._filled = max(start, stop)
        return [results[program.places[name]] for name in wanted]


_NOT_YET = object()


class _Author:
    """Writes a program line by line."""

    def __init__(self, drawn: Sequence[str]) -> None:
        self.places = {name: place for place, name in enumerate(drawn)}
        self.lines: list[Instruction] = []
        self._first = len(drawn)
        self._known: dict[object, int] = {}

    def write(self, work: ToFill) -> None:
        """Write the lines of a grid."""
        formula, rounding, judged = work.formula, work.rounding, work.rounding is not None and work.clearly
        if rounding and formula.nested and not formula.exact:
            names = tuple(dict.fromkeys(formula.grids()))
            rows = _of_grids(names, partial(rounded_cells, formula, rounding))
            place = self._line((formula, rounding), rows, self._found(names))
            if not judged:
                place = self._line((place, judged), numbers, (place,))
        else:
            place = self._whole(formula, rounding, work, judged)
            if formula.part:
                place = self._line((place, formula.part), partial(part_of, formula.part), (place,))
        if judged:
            place = self._line((place, judged), _numbers_if_clear, (place,))
        self.places[work.grid] = place

    def _whole(self, formula: Formula, rounding: Rounding | None, work: ToFill, judged: bool = False) -> int:
        """The place of an operation's result, of which the formula may use a part.

        It is numbers or, where it is `judged`, rounded cells.
        """
        operands = tuple(
            self._whole(operand, None, work) if isinstance(operand, Formula) else self._arranged(operand)
            for operand in formula.operands
        )
        value, settings = formula.operation.value, formula.settings
        rule = _judged(value, settings, rounding) if judged and rounding else value.prepared(settings, rounding)
        domain = formula.operation.domain
        if work.careful and not (work.from_sources and domain.largest == LARGEST):
            operands = tuple(
                self._line((Domain, domain.largest, place), domain.checked, (place,)) for place in operands
            )
        if work.careful and domain.holds is not ANYWHERE.holds:
            rule = _where_defined(domain, settings, rule)
        return self._line((formula.operation, operands, settings, rounding, judged), rule, operands)

    def _arranged(self, operand: Operand) -> int:
        if operand.grid:
            return self.places[operand.grid]
        names = tuple(operand.grids())
        return self._line(operand, _arrangement(operand, names), self._found(names))

    def _found(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.places[name] for name in names)

    def _line(self, key: object, rule: Callable[..., Any], operands: tuple[int, ...]) -> int:
        """The place of a line's result; the line is written unless there is one that does the same."""
        if key not in self._known:
            self._known[key] = self._first + len(self.lines)
            self.lines.append(Instruction(rule, operands))
        return self._known[key]


def _where_defined(domain: Domain, settings: Settings, rule: Callable[..., Any]) -> Callable[..., Any]:
    """The rule, which raises Undefined where the operation is not defined for operands that are not too large."""

    def work(*operands: Any) -> Any:
        domain.check_holds(operands, settings)
        return rule(*operands)

    return work


def _judged(value: Rule, settings: Settings, rounding: Rounding) -> Callable[..., Any]:
    """The rule with its cells rounded, each with whether it rounds clearly."""
    return lambda *operands: value.rounded(operands, settings, rounding)


def _numbers_if_clear(rows: Any) -> Any:
    """The numbers of rounded cells; Undefined unless every calculator agrees on each."""
    if not all(cell.clear for row in rows for cell in row):
        raise Undefined("no value near a rounding edge")
    return numbers(rows)


def _of_grids(names: tuple[str, ...], of: Callable[[Mapping[str, Any]], Any]) -> Callable[..., Any]:
    return lambda *values: of(dict(zip(names, values, strict=True)))


def _arrangement(operand: Operand, names: tuple[str, ...]) -> Callable[..., Any]:
    """The function from the rows of an operand's grids to its own."""
    if any(part.grid and not part.is_whole_grid for part in operand.parts):
        return _of_grids(names, operand.values)
    return partial(_across if operand.across else _down, tuple(part.constant for part in operand.parts))


def _down(constants: tuple[Any, ...], *grids: Any) -> Any:
    rows: list[Any] = []
    rest = iter(grids)
    for constant in constants:
        rows += constant or next(rest)
    return tuple(rows)


def _across(constants: tuple[Any, ...], *grids: Any) -> Any:
    rest = iter(grids)
    matrices = [constant or next(rest) for constant in constants]
    return tuple([tuple(chain.from_iterable(rows)) for rows in zip(*matrices, strict=True)])
