"""The rows of a table in CSV, whichever program saved it, and its lines as byhand writes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

from generator.errors import ByhandError


def table_rows(name: str, text: str, separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """The non-empty rows of a table, each with its line number; ByhandError where the quoting is broken.

    Unless it is given, the separator is the most frequent one in the first line that contains any, as there may be a
    title above it.
    """
    return rows_of_lines(name, lines_of(text), separator)


def lines_of(text: str) -> Iterable[str]:
    """The lines of a text with their ends, which are those of files: a cell may contain U+2028 or a form feed."""
    return io.StringIO(text, newline="")


def table_line(cells: Iterable[object], separator: str = ",") -> str:
    """A line of a table, with its end."""
    return table_lines((cells,), separator)


def table_lines(rows: Iterable[Iterable[object]], separator: str = ",") -> str:
    """Lines of a table, each with its end."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def rows_of_lines(name: str, lines: Iterable[str], separator: str = "") -> Iterator[tuple[int, list[str]]]:
    """The same from the lines of a text, which are looked at one by one."""
    rest = iter(lines)
    above = []
    for line in rest:
        above.append(line)
        if any(mark in line for mark in ",;\t"):
            break
    head = above[-1] if above else ""
    # Excel may announce the separator in an extra first line: sep=;
    announced = head.strip().lower().removeprefix("sep=") if head.lower().startswith("sep=") else ""
    if not separator:
        separator = announced if announced in (",", ";", "\t") else max(",;\t", key=head.count)
    reader = csv.reader(chain(above, rest), delimiter=separator)
    try:
        for row in reader:
            if "".join(row).strip() and not (announced and reader.line_num == 1):
                yield reader.line_num, row
    except csv.Error as error:
        raise ByhandError(
            "{file}, line {line}: cannot be read ({fault}); save it again as CSV",
            file=name,
            line=reader.line_num,
            fault=str(error),
        ) from error
