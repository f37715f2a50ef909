"""The gallery: a small picture of every exercise, and of the first four a sheet, its worked key and a marked sheet.

`python -m worksheets.gallery` makes worksheets/gallery/ anew, from the sample assignments and an invented student, by
the same commands that a teacher uses; and docs/gallery.md with docs/gallery/, which show all exercises by family. The
same version makes the same bytes.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.description import read_assignment
from generator.assignment.issued_lines import read_issued
from generator.assignment.worksheet import IssuedTask, Worksheet, loose_worksheet
from generator.catalogue import OURS, Blueprints
from generator.network.blueprint import Blueprint
from generator.network.evaluation import work_out
from generator.network.exercise import Exercise
from generator.network.instance import draw_instance
from generator.network.number import Values, show_value
from generator.printing import Printout, print_loose
from grader.marking.guess import Guess
from grader.marking.guesses import guesses

HERE = Path(__file__).parent
SECRET = "the secret of the gallery"  # noqa: S105 - it guards nothing
STUDENT = "ada"
WIDTH = 900
"""Of a picture, in pixels."""
SMALL_WIDTH = 480
COLOURS = 128
ABREAST = 3
"""How many pictures the docs show side by side."""

Cell = tuple[str, int, int]
"""Grid, row and column, counted from 1."""


GRID, ROW = LABELS.index("grid"), LABELS.index("row")


@dataclass(frozen=True)
class Student:
    """An invented student: the slips made, in some rows of a grid or, without rows, in all; and what was typed oddly.

    Everything else is worked out correctly from the student's own numbers.
    """

    slips: Mapping[str, tuple[str, Sequence[int]]]
    typed: Mapping[Cell, str]

    def answers(self, worksheet: Worksheet) -> str:
        """The filled answer sheet."""
        (exercise,) = worksheet.tasks
        values = self._work(exercise)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for number, line in enumerate(csv.reader(io.StringIO(answer_sheet(worksheet)))):
            if number:
                grid, row = line[GRID], int(line[ROW])
                for column, value in enumerate(values[grid][row - 1], start=1):
                    line[len(LABELS) + column - 1] = self.typed.get((grid, row, column), show_value(value))
            writer.writerow(line)
        return text.getvalue()

    def _work(self, exercise: IssuedTask) -> Mapping[str, Values]:
        """Every grid as the student worked it out."""
        values: dict[str, Values] = dict(exercise.given)
        for grid in exercise.blueprint.computed:
            assert grid.formula is not None
            right = work_out(grid.formula, grid.rounding, values)
            name, rows = self.slips.get(grid.name, ("", ()))
            guess = _slip(exercise.blueprint, grid.name, name) if name else None
            wrong = work_out(guess.formula, guess.rounding, values) if guess else right
            rows = rows or range(1, grid.shape[0] + 1)
            values[grid.name] = tuple(wrong[row] if row + 1 in rows else right[row] for row in range(grid.shape[0]))  # type: ignore[assignment]
        return values


def _slip(blueprint: Blueprint, grid: str, name: str) -> Guess:
    return next(guess for guess in guesses(blueprint, grid) if guess.name == name)


BIAS = "the bias was left out"
STUDENTS = {
    "lstm": Student(
        {"zo1": (BIAS, ()), "c2": ("σ was taken for tanh", ())},
        {("o3", 2, 1): "", ("t2", 1, 1): "01. Feb"},
    ),
    "backpropagation": Student(
        {
            "Z1": (BIAS, ()),
            "A2": ("the ReLU was not applied: a negative value was kept", ()),
            "dZ3": ("subtracted the wrong way round", ()),
        },
        {("dW2", 2, 4): "", ("db1", 3, 1): "no idea"},
    ),
    "gcn": Student(
        {
            "M1": ("the ReLU was not applied: a negative value was kept", ()),
            "Zm2": (BIAS, (1,)),
        },
        {("L1", 3, 5): "", ("P", 1, 2): "0,9 or so"},
    ),
    "vector-database": Student(
        {"m1": ("the sum was written instead of the mean", ()), "Zq": (BIAS, (2, 4))},
        {("v2", 2, 1): "", ("m2", 1, 1): "02. Jan"},
    ),
}


KINDS = {"": "sheets", ".key": "keys-worked", ".marked": "marks/sheets"}
"""What is shown of an exercise, by the names of its files, and the folder in which the commands put it."""


def make_gallery(folder: Path, exercises: Sequence[str] = tuple(STUDENTS)) -> None:
    """Make the gallery of these exercises in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in exercises:
        with TemporaryDirectory() as place, _own_secret():
            homework = Path(place) / name
            _make_homework(name, homework)
            for kind, source in KINDS.items():
                content = (homework / source / f"{STUDENT}.pdf").read_bytes()
                (folder / f"{name}{kind}.pdf").write_bytes(content)
                (folder / f"{name}{kind}.png").write_bytes(_picture(content, last=kind == ".key"))


@contextmanager
def _own_secret() -> Iterator[None]:
    """The gallery is the same whatever secret a teacher has set."""
    before = os.environ.get("BYHAND_SECRET")
    os.environ["BYHAND_SECRET"] = SECRET
    try:
        yield
    finally:
        os.environ.pop("BYHAND_SECRET")
        if before is not None:
            os.environ["BYHAND_SECRET"] = before


def _make_homework(name: str, folder: Path) -> None:
    """A sample assignment with one student, generated, filled in and graded."""
    from generator.cli import main

    shutil.copytree(HERE / name, folder, ignore=lambda _folder, found: set(found) - {"assignment.toml"})
    (folder / "roster.csv").write_text(f"student,name\n{STUDENT},Ada Lovelace\n", encoding="utf-8")
    main(["generate", str(folder), "--key", "worked", "--jobs", "1"], standalone_mode=False)
    worksheet = next(iter(read_issued(read_assignment(folder).issued_file, Blueprints())))
    submission = folder / f"{STUDENT}.csv"
    submission.write_text(STUDENTS[name].answers(worksheet), encoding="utf-8")
    main(["grade", str(folder), str(submission), "--sheets"], standalone_mode=False)


def make_catalogue(folder: Path, page: Path) -> None:
    """A small picture of every exercise in a folder, and a page of the docs that shows them by family."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# The gallery", "", "Made by `python -m worksheets.gallery`. Each picture is the first page of seed 7."]
    for family, members in groupby(OURS.all(), key=lambda exercise: exercise.family):
        shown = [_shown(exercise, folder) for exercise in members]
        lines += ["", f"## {family.capitalize()}", "", "|   " * ABREAST + "|", "|---" * ABREAST + "|"]
        lines += (f"| {' | '.join(shown[first : first + ABREAST])} |" for first in range(0, len(shown), ABREAST))
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shown(exercise: Exercise, folder: Path) -> str:
    """The picture of an exercise and what is said under it."""
    blueprint = exercise.blueprint()
    sheet = print_loose(loose_worksheet(blueprint, draw_instance(blueprint, 7)), {Printout.SHEET})[Printout.SHEET]
    picture = f"{exercise.name}.png"
    (folder / picture).write_bytes(_picture(sheet, last=False, wide=SMALL_WIDTH))
    image = f'<img src="gallery/{picture}" width="240" alt="{exercise.title}">'
    return f"{image}<br>`{exercise.name}`<br>{exercise.title}<br>level {exercise.level}, {exercise.minutes} minutes"


def _picture(content: bytes, last: bool, wide: int = WIDTH) -> bytes:
    """The first or last page as a PNG of few colours, which keeps it small."""
    document = pypdfium2.PdfDocument(content)
    page = document[len(document) - 1 if last else 0]
    image = (
        page.render(scale=wide / page.get_width()).to_pil().convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
    )
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    elsewhere = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    make_gallery(elsewhere or HERE / "gallery")
    docs = elsewhere or HERE.parent / "docs"
    make_catalogue(docs / "gallery", docs / "gallery.md")
