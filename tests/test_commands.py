"""The commands as a person types them: what they print, what they write, and how they refuse."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.assignment.printed import LEDGER
from generator.cli import main
from generator.files.whole import LOCK
from tests.simulated.students import EXERCISES

PUBLISHED = Path(__file__).parent / "goldens"


def byhand(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: str | Path) -> str:
    result = byhand(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: str | Path) -> str:
    result = byhand(*words)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr


@pytest.fixture
def homework(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new assignment, in a folder with a space."""
    monkeypatch.delenv("BYHAND_SECRET", raising=False)
    folder = tmp_path / "home work"
    done("new", folder, "--exercise", "lstm", "--exercise", "backpropagation")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The files below a folder, without what byhand notes about them."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in (LEDGER, LOCK)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_list_names_every_exercise_with_its_ranges() -> None:
    shown = done("list")
    for exercise in EXERCISES:
        assert exercise.name in shown
    assert "--set steps=3" in shown
    assert "1 to 4" in shown


def test_list_as_json_holds_names_titles_ranges_and_defaults() -> None:
    entries = {entry["name"]: entry for entry in json.loads(done("list", "--json"))}
    assert list(entries) == [exercise.name for exercise in EXERCISES]
    steps, *_ = entries["lstm"]["parameters"]
    assert steps == {"name": "steps", "meaning": "time steps", "least": 1, "greatest": 4, "default": 3}
    assert "Yeh" in entries["lstm"]["source"]


def test_show_gives_the_same_numbers_for_the_same_seed() -> None:
    assert done("show", "lstm", "--seed", "7", "--key") == done("show", "lstm", "--seed", "7", "--key")
    assert done("show", "lstm", "--seed", "7") != done("show", "lstm", "--seed", "8")


def test_show_without_a_seed_tells_the_one_it_took() -> None:
    result = byhand("show", "lstm", "--json")
    seed = json.loads(result.stdout)["seed"]
    assert f"--seed {seed}" in result.stderr
    assert result.stdout == done("show", "lstm", "--seed", str(seed), "--json")


def test_show_as_json_is_the_documented_form() -> None:
    shown = json.loads(done("show", "backpropagation", "--seed", "7", "--set", "learning_rate=0.1", "--json"))
    assert shown.keys() == {"exercise", "parameters", "seed", "steps", "grids"}
    assert shown["parameters"]["learning_rate"] == "0.1"
    assert shown["steps"][0].keys() == {"number", "title", "instruction"}
    grids = {grid["name"]: grid for grid in shown["grids"]}
    assert grids["X"].keys() == {"name", "step", "given", "role", "rows", "columns", "values", "asked"}
    assert (grids["X"]["given"], grids["Z1"]["given"]) == (True, False)
    assert all(isinstance(cell, str) for grid in shown["grids"] for row in grid["values"] for cell in row)


@pytest.mark.parametrize("name", ["lstm", "backpropagation"])
def test_published_givens_give_the_published_results(name: str, tmp_path: Path) -> None:
    golden = json.loads((PUBLISHED / f"seed-{name}.json").read_text())
    given = tmp_path / "given.json"
    given.write_text(json.dumps(golden["given"]))
    settings = [word for key, value in golden["parameters"].items() for word in ("--set", f"{key}={value}")]
    shown = json.loads(done("show", name, *settings, "--given", given, "--seed", "1", "--json"))
    values = {grid["name"]: grid["values"] for grid in shown["grids"]}
    for grid, expected in golden["expected"].items():
        assert values[grid] == [[re.sub(r"\.0$", "", str(cell)) for cell in row] for row in expected], grid


def test_generate_writes_a_sheet_a_key_and_an_answer_sheet(tmp_path: Path) -> None:
    shown = done("generate", "lstm", "--seed", "7", "--out", tmp_path / "my out")
    files = {"lstm-7.pdf", "lstm-7.key.pdf", "lstm-7.csv"}
    assert set(contents(tmp_path / "my out")) == files
    assert all(name in shown for name in files)
    first = contents(tmp_path)
    done("generate", "lstm", "--seed", "7", "--out", tmp_path / "my out")
    assert contents(tmp_path) == first


def test_new_makes_a_folder_that_generates_everything(homework: Path) -> None:
    assert (homework / "secret").read_text().strip() not in (homework / "assignment.toml").read_text()
    done("generate", homework)
    written = set(contents(homework))
    ids = ("ada", "emmy", "sofya", "srinivasa")
    assert {f"sheets/{i}.pdf" for i in ids} | {f"keys/{i}.pdf" for i in ids} | {
        f"answers/{i}.csv" for i in ids
    } <= written
    assert {"class.pdf", "keys.pdf", "issued.jsonl"} <= written
    lines = [json.loads(line) for line in (homework / "issued.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["student"] for line in lines] == list(ids)
    assert len({line["worksheet"] for line in lines}) == len(ids)
    assert lines[0]["exercises"][0]["given"] != lines[1]["exercises"][0]["given"]


def test_generate_again_adds_students_repairs_files_and_changes_no_sheet(homework: Path) -> None:
    done("generate", homework)
    before = contents(homework)
    (homework / "sheets" / "ada.pdf").unlink()
    with (homework / "roster.csv").open("a", encoding="utf-8") as roster:
        roster.write("hypatia,Ὑπατία\n")
    done("generate", homework)
    after = contents(homework)
    for name, content in before.items():
        if name.startswith(("sheets", "keys/", "answers")):
            assert after[name] == content, name
    assert after["issued.jsonl"].startswith(before["issued.jsonl"])
    assert "sheets/hypatia.pdf" in after


def test_generate_for_one_student_leaves_the_others_alone(homework: Path) -> None:
    done("generate", homework, "--student", "emmy", "--out", homework / "just one")
    assert set(contents(homework / "just one")) == {"sheets/emmy.pdf", "keys/emmy.pdf", "answers/emmy.csv"}
    assert "no student hilbert" in refused("generate", homework, "--student", "hilbert")


def test_two_teachers_with_the_same_roster_hand_out_other_numbers(homework: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(homework, other)
    (other / "secret").write_text("another secret\n")
    done("generate", homework)
    done("generate", other)
    assert (homework / "issued.jsonl").read_text() != (other / "issued.jsonl").read_text()


def test_refusals_name_the_fault_and_the_remedy(tmp_path: Path, homework: Path) -> None:
    assert "did you mean lstm" in refused("show", "lstn")
    assert "1 to 4" in refused("show", "lstm", "--set", "steps=5")
    assert "NAME=VALUE" in refused("show", "lstm", "--set", "steps")
    assert "did you mean steps" in refused("generate", "lstm", "--set", "step=2", "--out", tmp_path)
    assert "cannot be read" in refused("show", "lstm", "--given", tmp_path / "nowhere.json")
    assert "already exists" in refused("new", homework, "--exercise", "lstm")
    assert "did you mean lstm" in refused("new", tmp_path / "x", "--exercise", "lsmt")
    assert not (tmp_path / "x").exists()
    assert "assignment.toml" in refused("generate", tmp_path)
    assert "apply to a single exercise" in refused("generate", homework, "--seed", "3")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("{", "not valid JSON"),
        ("[]", "expected an object of grids"),
        ('{"X7": [[1]]}', "no grid called 'X7'"),
        ('{"zf1": [[1], [1]]}', "no grid called 'zf1'"),
        ('{"X1": [[1], [2]]}', "found 2 rows of 1, expected 3 rows of 1"),
        ('{"X1": [[1], [2, 3], [1]]}', "rows of equal length"),
        ('{"X1": [[1], [true], [1]]}', "is not a number"),
        ('{"X1": [[1], [NaN], [1]]}', "is not a number"),
        ('{"X1": [[1], ["1/0"], [1]]}', "is not a number"),
    ],
)
def test_a_bad_given_file_is_refused(tmp_path: Path, given: str, complaint: str) -> None:
    path = tmp_path / "given.json"
    path.write_text(given)
    assert complaint in refused("show", "lstm", "--seed", "1", "--given", path)


def test_conditions_that_cannot_be_met_are_named(tmp_path: Path) -> None:
    path = tmp_path / "given.json"
    path.write_text('{"X": [[0], [0], [0]], "b1": [[0], [0], [0], [0]]}')
    message = refused("show", "backpropagation", "--seed", "1", "--given", path)
    assert "Z1: the ReLU clips something and passes something" in message


def test_an_output_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in refused("generate", "lstm", "--seed", "1", "--out", tmp_path / "file" / "below")
