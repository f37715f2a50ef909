"""The workflows that `byhand new --ci` writes: they are where the service looks, and their shell does what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.assignment.new import PLACES, requirement, workflow
from generator.cli import main
from generator.errors import say
from generator.language.words import ENGLISH
from grader.reports.machine_reports import workflow_annotations
from tests.homework import filled, grades, make_homework, sheet_of

HOSTILE_NAMES = (
    "::error::x.csv",
    "a\n::warning::y.csv",
    "##[error]z.csv",
    "\x1b[0Ksection_start:1:x\r.csv",
    "%0A::b.csv",
)
every_service = pytest.mark.parametrize("kind", PLACES)


def parsed(kind: str) -> Any:
    """The workflow as the service reads it."""
    return import_module("yaml").safe_load(workflow(kind)[1])


def script_of(kind: str) -> str:
    """The shell script that asks for the pushes and marks."""
    if kind == "gitlab":
        return "\n".join(line for line in parsed(kind)["grade"]["script"] if not line.startswith("pip "))
    steps = parsed(kind)["jobs"]["grade"]["steps"]
    return "\n".join(str(step["run"]) for step in steps if step.get("name") in ("Pushes", "Grade"))


def marked(kind: str, homework: Path, pushes: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The run of the marking script in the assignment folder, as the service runs it; GitHub knows these pushes."""
    tools = homework.parent / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "pushes").write_text(pushes, encoding="utf-8")
    answer = f"cat '{tools / 'pushes'}'" if pushes else 'echo \'{"message": "Not Found"}\'; exit 1'
    (tools / "gh").write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    (tools / "gh").chmod(0o755)
    environment = {
        "PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "RUNNER_TEMP": str(tools),
        "GITHUB_REPOSITORY": "school/homework",
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_STEP_SUMMARY": str(homework / "summary"),
        "HOME": str(homework),
        **more,
    }
    script = script_of(kind)
    return subprocess.run(
        ["bash", "-e", "-c", script], check=False, cwd=homework, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def pushed(tmp_path: Path) -> Path:
    """An assignment with what a class pushed: one good sheet with a hostile cell, and files with hostile names."""
    homework = make_homework(tmp_path)
    (homework / "submissions").mkdir()
    text = filled(sheet_of(homework, "ada"), {("h1", 1, 1): "::error::cell"})
    (homework / "submissions" / "ada.csv").write_text(text, encoding="utf-8")
    for name in HOSTILE_NAMES:
        (homework / "submissions" / name).write_text("junk", encoding="utf-8")
    return homework


@every_service
def test_new_writes_the_workflow_where_the_service_looks_and_keeps_the_secret_out(kind: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", kind])
    assert result.exit_code == 0, result.output
    written = (tmp_path / "hw" / PLACES[kind]).read_text(encoding="utf-8")
    assert "byhand grade . submissions" in written
    assert "{" not in written.replace("${{", "")
    assert "secret" in (tmp_path / "hw" / ".gitignore").read_text(encoding="utf-8").splitlines()


@every_service
def test_the_workflow_runs_when_something_is_handed_in_and_keeps_the_marks(kind: str) -> None:
    said = json.dumps(parsed(kind))
    assert "submissions/**" in said
    assert '"marks' in said
    assert "pip install" in said
    assert "secret" not in said.replace("secrets.token_hex", "").replace("import secrets", "")


@every_service
def test_the_workflow_ends_well_though_some_files_need_a_person(kind: str, pushed: Path) -> None:
    done = marked(kind, pushed)
    assert done.returncode == 0, done.stderr
    assert (pushed / "marks" / "grades.csv").exists()
    shown = (pushed / "summary").read_text(encoding="utf-8") if kind == "github" else done.stdout
    assert "1 of 3 students handed in" in shown


@every_service
def test_the_workflow_fails_when_nothing_could_be_marked(kind: str, pushed: Path) -> None:
    (pushed / "issued.jsonl").unlink()
    assert marked(kind, pushed).returncode == 1


@every_service
def test_nothing_a_student_wrote_is_taken_for_a_command_of_the_service(kind: str, pushed: Path) -> None:
    done = marked(kind, pushed)
    lines = (done.stdout + done.stderr).splitlines()
    assert "\x1b" not in done.stdout + done.stderr
    assert not [line for line in lines if line.startswith("##[")]
    commands = [line for line in lines if line.lstrip().startswith("::") and "GitHub does not say" not in line]
    ours = ("::stop-commands::", "::error title=byhand::", "::warning title=byhand::")
    token = commands[0].removeprefix(ours[0]) if commands else ""
    assert [line for line in commands if not line.startswith(ours) and line != f"::{token}::"] == []
    assert not any("::" in line.split("::", 2)[2] for line in commands[2:])


def committed(homework: Path) -> str:
    """The commit of everything in the folder, made today."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "hand in")):
        subprocess.run(["git", *command], cwd=homework, check=True)
    found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=homework, check=True, capture_output=True, text=True)
    return found.stdout.strip()


@every_service
def test_the_time_of_a_push_makes_work_late_and_that_of_a_commit_does_not(kind: str, pushed: Path) -> None:
    description = pushed / "assignment.toml"
    deadline = 'due = "2020-01-01T18:00:00Z"\nlate = { penalty = "10% per day" }\n'
    description.write_text(deadline + description.read_text(encoding="utf-8"), encoding="utf-8")
    commit = committed(pushed)
    in_time, late = "2020-01-01T17:59:00Z", "2020-01-01T18:01:00Z"
    for time, said in ((in_time, "0"), (late, "18.8")):  # of 188 points
        before = "0" * 40
        (pushed / "pushes.csv").unlink(missing_ok=True)
        pushes = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": before, "CI_COMMIT_SHA": commit}
        done = marked(kind, pushed, f'"{before}","{commit}","{time}"\n', CI_PIPELINE_CREATED_AT=time, **pushes)
        assert done.returncode == 0, done.stderr
        assert grades(pushed)["ada"]["taken_off"] == said


@every_service
def test_where_the_service_does_not_know_the_push_nobody_is_late(kind: str, pushed: Path) -> None:
    description = pushed / "assignment.toml"
    deadline = 'due = "2020-01-01T18:00:00Z"\nlate = { penalty = "10% per day" }\n'
    description.write_text(deadline + description.read_text(encoding="utf-8"), encoding="utf-8")
    committed(pushed)
    assert marked(kind, pushed).returncode == 0
    line = grades(pushed)["ada"]
    assert line["taken_off"] == "0"
    assert "anybody can set the clock of a commit" in line["note"]


def test_annotations_are_ten_of_a_kind_at_most() -> None:
    lines = workflow_annotations([say(f"problem {n}\n::warning::x%0A") for n in range(30)], [], ENGLISH).splitlines()
    assert len(lines) == 10
    assert lines[0] == "::error title=byhand::problem 0 : :warning: :x%250A"
    assert lines[-1].endswith("and 21 more; see class.html")


class Installed(Distribution):
    """A distribution of byhand that came from somewhere."""

    def __init__(self, origin: str | None) -> None:
        self.files_ = {"METADATA": "Version: 1.2.3\n", "direct_url.json": origin}

    def read_text(self, filename: str) -> str | None:
        return self.files_.get(filename)

    def locate_file(self, path: Any) -> Any:
        raise NotImplementedError


def test_the_workflow_installs_the_program_that_made_it() -> None:
    git = {"url": "https://example.org/byhand.git", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}
    assert requirement(Installed(None)) == "byhand[xlsx]==1.2.3"
    assert requirement(Installed('{"url": "file:///home/t/byhand", "dir_info": {}}')) == "byhand[xlsx]==1.2.3"
    assert requirement(Installed(json.dumps(git))) == "byhand[xlsx] @ git+https://example.org/byhand.git@c0ffee"
