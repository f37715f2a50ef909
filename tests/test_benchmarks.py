"""The benchmark measures like with like: peers print the same numbers, find the same values, mark the same cells."""

import io
import json
from collections import Counter
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import classes, keys, marks, memory
from benchmarks.answers import all_wrong, fill_in
from benchmarks.drawing import DrawnPage, Rectangle, drawn_pages
from benchmarks.figures import Figure, Peer, cpu_time
from benchmarks.pages import with_reportlab
from benchmarks.starts import Usage
from generator.assignment.record import read_record
from generator.assignment.worksheet import Worksheet, loose_worksheet
from generator.catalogue import Blueprints, find_exercise
from generator.cli import main
from generator.layout import Paper, lay_out
from generator.network.instance import draw_instance
from generator.pdf import Copy
from grader.marking.marks import Verdict


def worksheet_of(name: str) -> Worksheet:
    blueprint = find_exercise(name).blueprint()
    return loose_worksheet(blueprint, draw_instance(blueprint, 1))


@pytest.fixture(scope="module")
def pages() -> tuple[DrawnPage, ...]:
    worksheet = worksheet_of("backpropagation")
    sheet = lay_out((("backpropagation", worksheet.tasks[0].blueprint),), Paper.A4)
    return drawn_pages(sheet, Copy(worksheet.id, "ada", "Ada Lovelace", worksheet.key()))


def test_a_peer_prints_every_number_that_is_given(pages: tuple[DrawnPage, ...]) -> None:
    asked = Counter(word for page in pages for label in page.own for word in label.text.split())
    reader = pypdf.PdfReader(io.BytesIO(with_reportlab(pages)))
    printed = Counter(word for page in reader.pages for word in page.extract_text().split())
    assert asked
    assert not asked - printed


def test_peers_draw_every_cell(pages: tuple[DrawnPage, ...]) -> None:
    grids = find_exercise("backpropagation").blueprint().grids
    tinted = [mark for page in pages for mark in page.shared if isinstance(mark, Rectangle) and mark.fill]
    assert len(tinted) >= sum(grid.cells for grid in grids)


@pytest.mark.parametrize("name", keys.PLAIN)
def test_a_wrong_value_of_a_peer_is_noticed(name: str) -> None:
    import sympy

    worksheet = worksheet_of(name)
    given = {grid: sympy.Matrix(rows) for grid, rows in worksheet.tasks[0].given.items()}
    found = dict(keys.PLAIN[name](given))
    (key,) = worksheet.key()
    keys.check(key, found)
    assert set(found) == {grid.name for grid in worksheet.tasks[0].blueprint.asked}
    last = list(found)[-1]
    with pytest.raises(AssertionError, match=last):
        keys.check(key, {**found, last: found[last] + sympy.ones(*found[last].shape)})


@pytest.mark.parametrize("name", marks.SLIPS)
def test_a_sheet_that_is_not_right_is_noticed(name: str) -> None:
    worksheet = worksheet_of(name)
    right = marks.filled_alone(worksheet, worksheet.key()[0])
    wrong = marks.filled_alone(worksheet, marks.carried_forward(worksheet.tasks[0], marks.SLIPS[name]))
    key = marks.key_of(worksheet)
    assert marks.compared((key, right)) == len(marks.marked((worksheet, right)))
    assert marks.compared((key, wrong)) < len(marks.marked((worksheet, right)))
    with pytest.raises(AssertionError, match="right everywhere"):
        marks.check([(worksheet, wrong)], [(worksheet, wrong)], [(key, right)])


def test_a_class_is_filled_in_with_a_mistake_on_every_second_sheet(tmp_path: Path) -> None:
    homework = tmp_path / "hw"
    for arguments in (["new", str(homework), "--exercise", "lstm"], ["generate", str(homework), "--jobs", "1"]):
        assert CliRunner().invoke(main, arguments).exit_code == 0
    fill_in(homework)
    record = read_record(homework / "issued.jsonl", Blueprints())
    wrong = [
        sum(mark.verdict is Verdict.INCORRECT for mark in marks.marked((worksheet, sheet.read_text("utf-8"))))
        for student, worksheet in record.items()
        if (sheet := homework / "answers" / f"{student}.csv").exists()
    ]
    assert wrong == [0, 1, 0, 1]


def test_a_student_more_is_the_difference_between_two_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    used = {100: Usage(3.0, 80 << 20), 300: Usage(4.0, 82 << 20)}
    monkeypatch.setattr(classes, "used_by", lambda count: dict.fromkeys(classes.MOST_MILLISECONDS, used[count]))
    for time, room in zip(*[iter(classes.figures(100, 300))] * 2, strict=True):
        assert time.value == pytest.approx(5.0)
        assert room.value == pytest.approx(10.24)


@pytest.mark.parametrize(("megabytes", "flat", "little"), [(100, True, True), (161, False, False), (120, True, False)])
def test_memory_is_compared_with_the_smallest_class_and_a_student_more_with_the_one_before(
    monkeypatch: pytest.MonkeyPatch, megabytes: int, flat: bool, little: bool
) -> None:
    peaks = {100: 80 << 20, 1_000: 90 << 20, 4_000: megabytes << 20}
    monkeypatch.setattr(memory, "used_by", lambda count, _answering: {"generate": Usage(3.0, peaks[count])})
    small, middle, large, slope = memory.figures((100, 1_000, 4_000))
    assert [one.value for one in (small, middle, large)] == [80, 90, megabytes]
    assert (small.met, middle.met, large.met) == (None, None, flat)
    assert slope.value == pytest.approx((megabytes - 90) * 1024 / 3000)
    assert slope.met == little


@pytest.mark.parametrize("name", marks.SLIPS)
def test_of_a_sheet_that_is_all_wrong_not_one_cell_is_right(name: str) -> None:
    worksheet = worksheet_of(name)
    text = marks.filled_alone(worksheet, all_wrong(1, worksheet.tasks[0]))
    verdicts = [found.verdict for found in marks.marked((worksheet, text))]
    assert verdicts.count(Verdict.INCORRECT) > len(verdicts) / 2
    assert Verdict.CORRECT not in verdicts


def test_a_figure_shows_ratios_and_says_when_a_goal_is_missed() -> None:
    lines = "\n".join(Figure("a key", 2.0, "us", (Peer("sympy", 50.0),), "100x", met=False, notes=("warm",)).lines())
    assert "25.0x" in lines
    assert "MISSED" in lines
    assert "warm" in lines


def test_time_is_the_mean_over_all_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("benchmarks.figures.time.process_time", lambda: sum(seen))  # an item takes its own number
    assert cpu_time(seen.append, [1, 2, 6], least_seconds=0) == 3
    assert Counter(seen)[1] == Counter(seen)[2] == Counter(seen)[6] >= 3


def test_the_command_prints_a_table_and_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PARTS", {"keys": lambda: iter([Figure("a key", 2.0, "us", (Peer("sympy", 5.0),))])})
    assert "2.5x" in CliRunner().invoke(command.main, []).output
    data = json.loads(CliRunner().invoke(command.main, ["--json"]).output)
    assert data["figures"][0]["peers"] == [{"name": "sympy", "value": 5.0}]
