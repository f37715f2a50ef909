"""Grading one loose sheet, which belongs to no assignment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.assignment.answer_sheet import LABELS, answer_sheet
from generator.assignment.worksheet import loose_worksheet
from generator.catalogue import Blueprints
from generator.cli import main
from generator.network.instance import draw_instance
from tests.simulated.homework import filled

GRID = LABELS.index("grid")


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a sheet of softmax, right but for one cell that is wrong and one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    blueprint = Blueprints().named("softmax", {})
    worksheet = loose_worksheet(blueprint, draw_instance(blueprint, 7))
    first, second = list(worksheet.tasks[0].spots)[:2]
    (tmp_path / "right.csv").write_text(filled(worksheet), encoding="utf-8")
    wrong = {(first, 1, 1): "77", (second, 1, 1): "\x1b[2J::error::oops"}
    (tmp_path / "wrong.csv").write_text(filled(worksheet, wrong), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["grade", *arguments])


def test_a_right_sheet_has_all_points_and_no_mistake(sheet: Path) -> None:
    result = run("softmax", "--seed", "7", "right.csv")
    assert result.exit_code == 0, result.output
    assert "(100 %)" in result.stdout
    assert len(result.stdout.splitlines()) == 1
    assert sorted(file.name for file in sheet.iterdir()) == ["right.csv", "wrong.csv"]


def test_each_mistake_is_a_line_with_its_arithmetic(sheet: Path) -> None:
    result = run("softmax", "--seed", "7", "wrong.csv", "--out", "marked")
    lines = [line for line in result.stdout.splitlines() if line.startswith("  step")]
    assert len(lines) == 2
    assert "typed 77, expected " in lines[0]
    assert "=" in lines[0] or "≈" in lines[0]
    assert "cannot read" in lines[1]
    assert "\x1b" not in result.output
    assert "::error" not in result.output
    assert "77" in (sheet / "marked" / "wrong.html").read_text("utf-8")


def test_a_file_of_another_sheet_is_refused_with_both_ids(sheet: Path) -> None:
    ids = {
        seed: loose_worksheet(b, draw_instance(b, seed)).id
        for b in (Blueprints().named("softmax", {}),)
        for seed in (7, 8)
    }
    result = run("softmax", "--seed", "8", "right.csv")
    assert result.exit_code == 2
    assert f"of {ids[7]}, not of {ids[8]}" in result.stderr
    assert "EXERCISE-SEED.csv" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("softmax", "right.csv"), "give the seed"),
        (("softmax", "--seed", "7", "right.csv", "wrong.csv"), "give one answer sheet"),
        (("softmax", "--seed", "7", "--sheets", "right.csv"), "without --sheets"),
        (("here", "--seed", "7", "right.csv"), "leave them out for a folder"),
        (("nowhere", "right.csv"), "no such file"),
    ],
)
def test_what_does_not_fit_together_is_refused(sheet: Path, arguments: tuple[str, ...], said: str) -> None:
    (sheet / "here").mkdir()
    result = run(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_a_key_as_csv_is_marked_with_all_points(tmp_path: Path) -> None:
    run = CliRunner()
    out = ["--out", str(tmp_path)]
    assert run.invoke(main, ["generate", "workbook-neuron", "--seed", "7", "--key", "csv", *out]).exit_code == 0
    marked = run.invoke(main, ["grade", "workbook-neuron", "--seed", "7", str(tmp_path / "workbook-neuron-7.key.csv")])
    assert marked.exit_code == 0, marked.output
    assert "100 %" in marked.output


@pytest.mark.parametrize("exercise", ["workbook-linear-layer", "workbook-deep", "workbook-dot-product"])
def test_a_hidden_number_is_shown_in_a_printed_result_that_it_leads_to(
    exercise: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blueprint = Blueprints().named(exercise, {})
    worksheet = loose_worksheet(blueprint, draw_instance(blueprint, 3))
    hidden = [grid.name for grid in blueprint.drawn if worksheet.tasks[0].spots.get(grid.name)]
    lines = [line.split(",") for line in answer_sheet(worksheet).splitlines()]
    wrong = [[cell or "77" for cell in line] if line[GRID] in hidden else line for line in lines]
    (tmp_path / "wrong.csv").write_text("\n".join(map(",".join, wrong)), encoding="utf-8")
    result = run(exercise, "--seed", "3", "wrong.csv", "--out", ".")
    found = re.findall(r"typed 77, expected (\S+), as (.+?)(?: \(probably .*\))?$", result.stdout, re.MULTILINE)
    assert len(found) == len(hidden) > 2
    for number, arithmetic in found:
        left, right = arithmetic.rsplit(" = ", 1)
        assert number in re.findall(r"−?\d+", left)
        plain = left.replace("−", "-").replace("·", "*").replace("ReLU", "relu")
        assert eval(plain, {"relu": lambda x: max(x, 0)}) == int(right.replace("−", "-"))
    assert '<dl class="work">' in (tmp_path / "wrong.html").read_text(encoding="utf-8")
