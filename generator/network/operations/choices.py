"""Operations that choose: columns by words or marks, the largest, the nearest, the interval that holds a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from generator.errors import ByhandError
from generator.network import bounds, shapes
from generator.network.bounds import Extent
from generator.network.formula import (
    ANYWHERE,
    NO_SYMBOL,
    Binds,
    CellWork,
    Domain,
    Operation,
    Picture,
    Slip,
    SpreadsheetCell,
    Symbol,
    Written,
    over_a_wave,
)
from generator.network.number import Matrix, Number, Shape, Values, WordGrid
from generator.network.operations.arithmetic import matrix_product
from generator.network.operations.spreadsheets import column_cells, first_of, products, same_cell
from generator.network.operations.writing import column_of, sum_of
from generator.network.rules import OfMatrices, Rule, unchanged


def choosing(
    name: str,
    symbol: Symbol,
    picture: Picture,
    *,
    shape: Callable[..., Shape],
    value: Callable[..., Any],
    written: Callable[[CellWork], str],
    spreadsheet: Callable[[SpreadsheetCell], str],
    bound: bounds.Bound,
    slips: tuple[Slip, ...],
    options: Callable[..., tuple[str, ...]] | None = None,
    ties: Callable[..., tuple[Values, ...]] | None = None,
    domain: Domain = ANYWHERE,
    leads: str = "→",
    for_all: str = "",
) -> Operation:
    """An exact operation that chooses rather than calculates: an arrow leads to its result.

    `for_all` says in words what is done for each cell, where that is the same for all.
    """
    rule: Rule = OfMatrices(value)
    return Operation(
        name=name,
        symbol=symbol,
        takes=(),
        picture=picture,
        shape=shape,
        domain=domain,
        value=rule,
        closed_form=rule,
        written=Written(written, leads, for_all),
        spreadsheet=spreadsheet,
        bound=bound,
        slips=slips,
        adds=False,
        options=options,
        ties=ties,
    )


copied = choosing(
    "copy",
    NO_SYMBOL,
    Picture.GATHERED,
    shape=shapes.same,
    value=unchanged,
    written=lambda work: work.result(),
    spreadsheet=same_cell,
    bound=bounds.of_first,
    slips=(),
    leads="=",
)
"""Cells from elsewhere on the sheet, written together."""


def _kept(matrix: Matrix, chosen: Matrix) -> Matrix:
    return tuple(tuple(cell if mark else 0 for cell, (mark,) in zip(row, chosen, strict=True)) for row in matrix)


kept_columns = choosing(
    "columns kept",
    NO_SYMBOL,
    Picture.SELECTION,
    shape=shapes.kept,
    value=_kept,
    written=lambda work: work.result(),
    spreadsheet=lambda cell: f"IF({cell.cell(1, cell.column, 0)}<>0,{cell.at(0)},0)",
    bound=bounds.of_first,
    slips=(Slip("every column was copied", OfMatrices(lambda matrix, _chosen: matrix)),),
    leads="=",
)
"""The columns whose cell in the 0/1 column `chosen` is not 0; 0 in the others."""


def _looked_up(shift: int) -> Callable[[Matrix, WordGrid, WordGrid], Matrix]:
    """The rule that reads, for each word, the table's column under its first place; as a slip, `shift` columns off."""

    def rule(table: Matrix, words: WordGrid, sentence: WordGrid) -> Matrix:
        known = words[0]
        for word in sentence[0]:
            if word not in known:
                raise ByhandError(
                    "the table of words has no {word!r}; it has {known}",
                    word=str(word)[:40],
                    known=", ".join(map(str, known)),
                )
        places = [(known.index(word) + shift) % len(known) for word in sentence[0]]
        return tuple(tuple(row[place] for place in places) for row in table)

    return rule


def _found_where(work: CellWork) -> str:
    word = work.values(2)[0][work.column]
    return f"{word}: {work.label(0)}[{work.row + 1}, {work.values(1)[0].index(word) + 1}]"


def _column_under_word(cell: SpreadsheetCell) -> str:
    word = cell.cell(2, 0, cell.column)
    places = range(cell.shape(1)[1])
    cases = [(f"{word}={cell.cell(1, 0, place)}", cell.cell(0, cell.row, place)) for place in places]
    return first_of(cases[:-1], cases[-1][1])


look_up = choosing(
    "look up",
    NO_SYMBOL,
    Picture.LOOK_UP,
    shape=shapes.looked_up,
    value=_looked_up(0),
    written=_found_where,
    for_all="the column under each word",
    spreadsheet=_column_under_word,
    bound=bounds.of_first,
    slips=(
        Slip("the column to the right was read", OfMatrices(_looked_up(1))),
        Slip("the column to the left was read", OfMatrices(_looked_up(-1))),
    ),
)
"""For each word of a sentence, the column of the table under it."""


def _phrases(_scores: Matrix, *sentences: WordGrid) -> tuple[str, ...]:
    return tuple(" ".join(map(str, sentence[0])) for sentence in sentences)


def _with_score(choose: Callable[[Sequence[Number]], Number]) -> Callable[..., WordGrid]:
    """The rule that answers with the first sentence whose score is the one that `choose` picks."""
    return lambda scores, *sentences: ((_phrases(scores, *sentences)[scores[0].index(choose(scores[0]))],),)


def _largest_of(work: CellWork) -> str:
    scores = work.values(0)[0]
    texts = [work.number(0, 0, place) for place in range(len(scores))]
    return f"max({', '.join(texts)}): {scores.index(max(scores)) + 1}"


def _tied_phrases(scores: Matrix, *sentences: WordGrid) -> tuple[WordGrid, ...]:
    """Every sentence with the largest score."""
    phrases = zip(_phrases(scores, *sentences), scores[0], strict=True)
    return tuple(((phrase,),) for phrase, score in phrases if score == max(scores[0]))


def _phrase_with_largest(cell: SpreadsheetCell) -> str:
    scores = [cell.cell(0, 0, place) for place in range(cell.shape(0)[1])]
    phrases = [
        '&" "&'.join(cell.cell(sentence, 0, place) for place in range(cell.shape(sentence)[1]))
        for sentence in range(1, len(scores) + 1)
    ]
    cases = [(f"{score}=MAX({','.join(scores)})", phrase) for score, phrase in zip(scores, phrases, strict=True)]
    return first_of(cases[:-1], phrases[-1])


nearest = choosing(
    "nearest",
    over_a_wave("argmax"),
    Picture.FUNCTION,
    shape=shapes.one_of,
    value=_with_score(max),
    written=_largest_of,
    spreadsheet=_phrase_with_largest,
    bound=bounds.of_first,
    slips=(Slip("the smallest was chosen instead of the largest", OfMatrices(_with_score(min))),),
    options=_phrases,
    ties=_tied_phrases,
)
"""The words of the sentence with the largest score."""


def _hot(choose: Callable[[Sequence[Number]], Number]) -> Callable[[Matrix], Matrix]:
    """A 1 in each column, at the first cell that `choose` picks."""

    def rule(matrix: Matrix) -> Matrix:
        columns = list(zip(*matrix, strict=True))
        hot = [column.index(choose(column)) for column in columns]
        return tuple(tuple(int(hot[place] == row) for place in range(len(columns))) for row in range(len(matrix)))

    return rule


def _tied_hot(matrix: Matrix) -> tuple[Matrix, ...]:
    """As many results as the widest tie has cells; in each column they take turns with its largest cells."""
    columns = list(zip(*matrix, strict=True))
    tied = [[row for row, cell in enumerate(column) if cell == max(column)] for column in columns]
    return tuple(
        tuple(tuple(int(rows[turn % len(rows)] == row) for rows in tied) for row in range(len(matrix)))
        for turn in range(max(map(len, tied)))
    )


def _one_at_first_largest(cell: SpreadsheetCell) -> str:
    cells, own = column_cells(cell), cell.at(0)
    earlier = "".join(f",{other}<{own}" for other in cells[: cell.row])
    return f"IF(AND({own}=MAX({','.join(cells)}){earlier}),1,0)"


largest = choosing(
    "largest of each column",
    over_a_wave("argmax"),
    Picture.FUNCTION,
    shape=shapes.same,
    value=_hot(max),
    written=lambda work: f"max({', '.join(column_of(work))})",
    spreadsheet=_one_at_first_largest,
    bound=bounds.zeros_and_ones,
    slips=(
        Slip("the smallest was chosen instead of the largest", OfMatrices(_hot(min))),
        Slip(
            "the largest of each row was chosen",
            OfMatrices(lambda matrix: tuple(zip(*_hot(max)(tuple(zip(*matrix, strict=True))), strict=True))),
        ),
    ),
    ties=_tied_hot,
)
"""1 where the column's largest is, 0 elsewhere."""


def _routed(of: Callable[[Sequence[int]], int]) -> Callable[..., Matrix]:
    """Each input's column multiplied by the weights of the expert that `of` picks from its column of choices."""

    def rule(choice: Matrix, inputs: Matrix, *experts: Matrix) -> Matrix:
        results = []
        for chosen, column in zip(zip(*choice, strict=True), zip(*inputs, strict=True), strict=True):
            weights = experts[of([int(mark) for mark in chosen])]
            results.append(matrix_product(weights, tuple((cell,) for cell in (*column, 1))))
        return tuple(tuple(result[row][0] for result in results) for row in range(len(experts[0])))

    return rule


def _routed_text(work: CellWork) -> str:
    chosen = [int(row[work.column]) for row in work.values(0)]
    expert = 2 + chosen.index(1)
    inputs = len(work.values(1))
    terms = [
        f"{work.factor_at(expert, work.row, place)}·{work.factor_at(1, place, work.column)}" for place in range(inputs)
    ]
    return sum_of([*terms, work.number(expert, work.row, inputs)])


def _sum_over_experts(cell: SpreadsheetCell) -> str:
    inputs = [*column_cells(cell, 1), "1"]
    outputs = (
        products([(cell.cell(expert + 2, cell.row, place), value) for place, value in enumerate(inputs)])
        for expert in range(cell.shape(0)[0])
    )
    return "+".join(f"{mark}*({output})" for mark, output in zip(column_cells(cell), outputs, strict=True))


def _routed_extent(extents: Sequence[Extent], operands: Sequence[Shape], _settings: tuple[Any, ...]) -> Extent:
    return bounds.times((extents[1], bounds.widest(extents[2:])), operands[2][1])


def _one_for_each(choice: Matrix, *_others: Matrix) -> bool:
    """Whether every column of choices is a single 1 among zeros."""
    return all(sorted(column) == [0] * (len(column) - 1) + [1] for column in zip(*choice, strict=True))


routed = choosing(
    "output of the chosen expert",
    Symbol("×", "{} {}", Binds.FUNCTION, ()),
    Picture.CHOICE,
    shape=shapes.routed,
    value=_routed(lambda chosen: chosen.index(1)),
    written=_routed_text,
    spreadsheet=_sum_over_experts,
    bound=_routed_extent,
    slips=(Slip("another expert was used", OfMatrices(_routed(lambda chosen: (chosen.index(1) + 1) % len(chosen)))),),
    domain=Domain(ANYWHERE.largest, _one_for_each),
    leads="=",
)
"""Each column of the inputs, and its 1, times the weights of the expert chosen for it."""


def _in_interval(holds: Callable[[Number, Number], bool]) -> Callable[..., WordGrid]:
    """For each point, the lowest word whose bound `holds` it; bounds are added up from the last word upwards."""

    def rule(bounds_: Matrix, words: WordGrid, points: Matrix) -> WordGrid:
        found = []
        for bound, point in zip(zip(*bounds_, strict=True), points[0], strict=True):
            fitting = [row for row in range(len(words)) if holds(point, bound[row])]
            found.append(words[fitting[-1] if fitting else 0][0])
        return (tuple(found),)

    return rule


def _lowest_word_above(cell: SpreadsheetCell) -> str:
    point, words = cell.cell(2, 0, cell.column), [cell.cell(1, row, 0) for row in range(cell.shape(1)[0])]
    cases = [(f"{point}<{bound}", word) for bound, word in zip(column_cells(cell), words, strict=True)]
    return first_of(cases[:0:-1], words[0])


in_interval = choosing(
    "word of the interval",
    Symbol("look up", "{} {} {} look-up", Binds.FUNCTION, ("look-up",)),
    Picture.INTERVAL,
    shape=shapes.in_intervals,
    value=_in_interval(lambda point, bound: point < bound),
    written=lambda work: f"{work.number(2, 0, work.column)} < {', '.join(reversed(column_of(work)))}",
    spreadsheet=_lowest_word_above,
    bound=bounds.of_first,
    slips=(Slip("the next interval was read", OfMatrices(_in_interval(lambda point, bound: point >= bound))),),
    options=lambda _bounds, words, _points: tuple(str(word) for (word,) in words),
)
"""For each point, the word whose interval holds it; an interval includes its lower bound."""
