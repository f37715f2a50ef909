"""Exercises of a teacher's own: every command works with them, faults are one line, and no student can add one."""

from __future__ import annotations

import csv
import io
import json
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from distributed import Client, LocalCluster

from generator.assignment.description import read_assignment
from generator.assignment.issued_lines import read_issued
from generator.catalogue import Blueprints, Catalogue
from generator.cli import main
from generator.errors import ByhandError
from grader.autograder import autograder_zip
from tests.simulated.homework import filled

START = (files("templates") / "exercise.txt").read_text("utf-8").replace("NAME", "my_layer").replace("TITLE", "Mine")


def drafting(line: str) -> str:
    """A file that drafts a sheet with one more line."""
    return START.replace("my_layer", "broken") + f"    {line}\n"


def byhand(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "my_layer.py").write_text(START)
    return tmp_path


@pytest.fixture
def issued(here: Path) -> Path:
    assert byhand("new", "hw", "--exercise", "my-layer", "--exercise", "lstm").exit_code == 0
    assert byhand("generate", "hw").exit_code == 0
    return here / "hw"


def keys(folder: Path, out: Path) -> None:
    """Every student's answer sheet with the key."""
    out.mkdir()
    for sheet in read_issued(folder / "issued.jsonl", read_assignment(folder).blueprints):
        (out / f"{sheet.student}.csv").write_text(filled(sheet))


def test_the_starting_file_is_an_exercise_that_breaks_no_promise(here: Path) -> None:
    assert byhand("exercise", "exercises/second_layer.py").exit_code == 0
    assert "second-layer: Second layer" in byhand("list", "--family", "own").output
    result = byhand("stress", "second-layer", "--seeds", 100)
    assert result.exit_code == 0, result.output
    assert byhand("exercise", "exercises/second_layer.py").exit_code == 2, "it never writes over a file"
    assert "already an exercise" in byhand("exercise", "lstm.py").output


def test_a_sheet_of_it_is_shown_and_made(here: Path) -> None:
    assert "Mine" in byhand("show", "my-layer@small", "--seed", 1, "--key").output
    result = byhand("generate", "my-layer", "--seed", 3)
    assert result.exit_code == 0, result.output
    assert (here / "my-layer-3.key.pdf").stat().st_size > 1000


def test_a_class_gets_it_and_the_key_earns_everything(issued: Path, tmp_path: Path) -> None:
    assert (issued / "exercises" / "my_layer.py").read_text() == START, "the assignment has its own copy"
    keys(issued, tmp_path / "in")
    for file in (tmp_path / "in").iterdir():
        assert byhand("check", file).exit_code == 0
    assert byhand("grade", issued, tmp_path / "in").exit_code == 0
    rows = list(csv.DictReader((issued / "marks" / "grades.csv").read_text().splitlines()))
    assert {row["percent"] for row in rows} == {"100"}
    assert byhand("export", issued, "moodle").exit_code in (0, 2)


def test_workers_that_do_not_see_the_folder_draw_and_print_it(here: Path) -> None:
    blueprints = Blueprints(catalogue=Catalogue.of(here))
    made = blueprints.named("my-layer", {})
    packed = pickle.dumps(blueprints)
    (here / "exercises" / "my_layer.py").unlink()
    again = pickle.loads(packed)
    assert again.named("my-layer", {}).fingerprint == made.fingerprint
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).named('my-layer', {}).fingerprint)"
    other = subprocess.run([sys.executable, "-c", code], input=packed, capture_output=True, check=True, cwd="/")
    assert other.stdout.decode().strip() == made.fingerprint


@pytest.mark.slow
def test_a_class_of_250_is_printed_by_two_processes(here: Path) -> None:
    (here / "class.csv").write_text("student,name\n" + "".join(f"s{n},Student {n}\n" for n in range(250)))
    assert byhand("new", "hw", "--exercise", "my-layer", "--roster", "class.csv").exit_code == 0
    result = byhand("generate", "hw", "--jobs", 2)
    assert result.exit_code == 0, result.output
    assert len(list((here / "hw" / "sheets").iterdir())) == 250


@pytest.fixture
def blind_cluster(tmp_path: Path) -> Iterator[str]:
    """The address of two workers that may not open anything in the folder of the assignment."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        client.run(_refuse, str(tmp_path))
        yield str(cluster.scheduler_address).replace("tcp://", "dask://")


def _refuse(folder: str) -> None:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(folder):
            raise PermissionError(f"this worker does not have {arguments[0]}")

    sys.addaudithook(hook)


@pytest.mark.slow
def test_a_class_of_250_is_printed_and_marked_by_a_cluster_that_does_not_have_the_folder(
    here: Path, blind_cluster: str
) -> None:
    (here / "class.csv").write_text("student,name\n" + "".join(f"s{n},Student {n}\n" for n in range(250)))
    assert byhand("new", "hw", "--exercise", "my-layer", "--roster", "class.csv").exit_code == 0
    result = byhand("generate", "hw", "--executor", blind_cluster)
    assert result.exit_code == 0, result.output
    assert len(list((here / "hw" / "sheets").iterdir())) == 250
    keys(here / "hw", here / "in")
    assert byhand("grade", "hw", "in", "--jobs", 2).exit_code == 0
    rows = list(csv.DictReader((here / "hw" / "marks" / "grades.csv").read_text().splitlines()))
    assert [row["percent"] for row in rows] == ["100"] * 250


def test_the_gradescope_archive_carries_it_and_marks(issued: Path, tmp_path: Path) -> None:
    keys(issued, tmp_path / "in")
    source = tmp_path / "gs" / "source"
    zipfile.ZipFile(io.BytesIO(autograder_zip(issued))).extractall(source)
    submission = tmp_path / "gs" / "submission"
    submission.mkdir()
    first = min((tmp_path / "in").iterdir())
    (submission / first.name).write_bytes(first.read_bytes())
    metadata = {"users": [{"name": "A student", "email": f"{first.stem}@example.org"}]}
    (tmp_path / "gs" / "submission_metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "grader.autograder", str(tmp_path / "gs")], check=True, cwd=source / "byhand")
    result = json.loads((tmp_path / "gs" / "results" / "results.json").read_text())
    assert sum(test["score"] for test in result["tests"]) == sum(test["max_score"] for test in result["tests"]) > 0


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("lstm.py", START.replace("my_layer", "lstm"), "lstm is already an exercise of generator.exercises"),
        ("broken.py", "def broken(:\n", "broken.py, line 1: not valid Python"),
        ("broken.py", "\nimport nowhere_to_be_found\n", "broken.py, line 2: ModuleNotFoundError"),
        ("broken.py", "from generator import nothing_there\n", "broken.py, line 1: ImportError: cannot import name"),
        ("broken.py", drafting("Z ** 2"), "line 42: TypeError: nothing is raised to a power by **; write x * x"),
        ("broken.py", drafting("Z <= 2"), "line 42: TypeError: grids are not compared by <, <=, > or >=; step(4 - x)"),
        ("broken.py", drafting("Role.EMBEDDING"), "line 42: AttributeError: there is no EMBEDDING; use one of INPUT"),
        (
            "broken.py",
            drafting('given.give("V", (1, 1), Role.INPUT, Integers(3, 1))'),
            "line 42: ValueError: nothing is from 3 to 1; the least number comes first",
        ),
        (
            "broken.py",
            drafting('activation.fill("a b", 2 * Z, Role.OUTPUT)'),
            "'a b' cannot be the name of a grid; use letters and digits",
        ),
        ("other.py", START, "is called my-layer; name the file and the function alike"),
        ("none.py", "x = 1\n", "expected one exercise, found 0"),
    ],
)
def test_a_faulty_one_is_one_clear_line_and_stops_nobody_else(here: Path, file: str, text: str, fault: str) -> None:
    (here / "exercises" / file).write_text(text)
    listed = byhand("list")
    assert listed.exit_code == 0
    assert fault in listed.output
    assert "my-layer" in listed.output
    assert byhand("show", "my-layer", "--seed", 1).exit_code == 0
    asked = byhand("show", Path(file).stem, "--seed", 1)
    assert (asked.exit_code, fault in asked.output) == (2, True)


def test_a_missing_one_is_named_with_the_assignment(issued: Path) -> None:
    (issued / "exercises" / "my_layer.py").unlink()
    result = byhand("generate", issued)
    assert result.exit_code == 2
    assert "no exercise is called 'my-layer'" in result.output


def test_one_that_was_edited_after_handing_out_is_reported(issued: Path, tmp_path: Path) -> None:
    keys(issued, tmp_path / "in")
    file = issued / "exercises" / "my_layer.py"
    file.write_text(file.read_text().replace("relu(Z)", "relu(Z) - 1"))
    result = byhand("grade", issued, tmp_path / "in")
    assert "ada: exercise my-layer was changed after this sheet was handed out" in result.output


def test_nothing_that_is_handed_in_is_run(issued: Path, tmp_path: Path) -> None:
    evil = tmp_path / "in" / "exercises"
    evil.mkdir(parents=True)
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w')\n"
    (evil / "evil.py").write_text(trap)
    (tmp_path / "in" / "my_layer.py").write_text(trap)
    with zipfile.ZipFile(tmp_path / "in" / "all.zip", "w") as archive:
        archive.writestr("exercises/evil.py", trap)
        archive.writestr("assignment.toml", "x")
    byhand("grade", issued, tmp_path / "in")
    byhand("check", evil / "evil.py")
    assert not (tmp_path / "sprung").exists()


def test_a_file_that_is_too_large_or_no_text_is_refused(here: Path) -> None:
    (here / "exercises" / "my_layer.py").write_bytes(b"\0" * 100)
    with pytest.raises(ByhandError, match=r"my_layer\.py"):
        Catalogue.of(here)
