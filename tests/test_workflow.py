"""The workflows that `byhand new --ci` writes: they are where the service looks, and their shell does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import import_module
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.assignment import workflow as workflows
from generator.assignment.workflow import SERVICES, InstalledProgram, commit_of, program, workflow
from generator.cli import main
from generator.errors import ByhandError, say
from generator.language.words import ENGLISH
from grader.reports.machine_reports import workflow_annotations
from tests.simulated.homework import filled, grades, make_homework, sheet_of

HOSTILE_NAMES = (
    "::error::x.csv",
    "a\n::warning::y.csv",
    "##[error]z.csv",
    "\x1b[0Ksection_start:1:x\r.csv",
    "%0A::b.csv",
)
PLACES = {"github": ".github/workflows/grade.yml", "gitlab": ".gitlab-ci.yml"}
COMMIT = "git+https://example.org/byhand.git@" + "c0ffee5eed" * 4
every_service = pytest.mark.parametrize("kind", SERVICES)


def parsed(kind: str, folder: Path = Path("/nowhere/hw")) -> Any:
    """The workflow of an assignment folder as the service reads it."""
    return import_module("yaml").safe_load(workflow(kind, folder, InstalledProgram(COMMIT))[1])


def script_of(kind: str, folder: Path) -> str:
    """The shell script that asks for the pushes and marks."""
    if kind == "gitlab":
        (job,) = parsed(kind, folder).values()
        return "\n".join(line for line in job["script"] if not line.startswith(("pip ", "git ", "rm ")))
    steps = parsed(kind, folder)["jobs"]["grade"]["steps"]
    return "\n".join(str(step["run"]) for step in steps if step.get("name") in ("Pushes", "Grade"))


def marked(kind: str, homework: Path, pushes: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The run of the marking script where the service checked out both branches; GitHub knows these pushes."""
    root = homework.parent if (homework.parent / ".git").exists() else homework
    for checkout in ("protected", "pushed"):
        if not (root / checkout).is_symlink():
            (root / checkout).symlink_to(root)
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
    script = script_of(kind, homework)
    return subprocess.run(
        ["bash", "-e", "-c", script], check=False, cwd=root, env=environment, capture_output=True, text=True
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
    result = CliRunner().invoke(
        main, ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", kind, "--from", COMMIT]
    )
    assert result.exit_code == 0, result.output
    written = (tmp_path / "hw" / PLACES[kind]).read_text(encoding="utf-8")
    assert "byhand grade" in written
    assert f"byhand[xlsx] @ {COMMIT}" in written
    assert not re.search(r"(?<!\$)(?<!\{)\{", written)
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


def test_a_program_knows_the_commit_it_was_installed_from() -> None:
    git = {"url": "https://example.org/byhand.git", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}
    assert commit_of(Installed(None)) == ""
    assert commit_of(Installed('{"url": "file:///home/t/byhand", "dir_info": {}}')) == ""
    assert commit_of(Installed(json.dumps(git))) == "git+https://example.org/byhand.git@c0ffee"


def test_the_commit_of_this_program_is_installed_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    own = COMMIT.replace("example.org", "example.org/own")
    monkeypatch.setattr(workflows, "installed_commit", lambda: own)
    assert program(None) == InstalledProgram(own)
    assert program(COMMIT) == InstalledProgram(COMMIT)
    for nowhere in ("", COMMIT.replace("https://example.org", "file:///home")):
        monkeypatch.setattr(workflows, "installed_commit", lambda found=nowhere: found)
        with pytest.raises(ByhandError, match="cannot know what to install; name a commit"):
            program(None)


@pytest.mark.parametrize(
    "source",
    [
        "byhand",
        COMMIT[:-1],
        COMMIT.removeprefix("git+"),
        COMMIT.replace("example.org", 'example.org";x'),
        "git+https://example.org/byhand.git@main",
        "other-1.0-py3-none-any.whl",
        "byhand-1.0-py3-none-any.whl",
    ],
)
def test_what_is_neither_a_whole_commit_nor_a_wheel_is_refused_and_nothing_is_written(
    source: str, tmp_path: Path
) -> None:
    command = ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", "github", "--from", source]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert "--from" in result.stderr
    assert list(tmp_path.iterdir()) == []


@every_service
def test_a_wheel_is_copied_into_the_assignment_and_installed_from_there(kind: str, tmp_path: Path) -> None:
    wheel = tmp_path / "byhand-1.2.3-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("byhand-1.2.3.dist-info/METADATA", "Name: byhand")
    command = ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", kind, "--from", str(wheel)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert (tmp_path / "hw" / wheel.name).read_bytes() == wheel.read_bytes()
    written = (tmp_path / "hw" / PLACES[kind]).read_text(encoding="utf-8")
    assert f'pip install "protected/{wheel.name}[xlsx]"' in written


def test_actions_are_pinned_by_hash_with_the_version_beside_it() -> None:
    used = re.findall(r"uses: (.*)", workflow("github", Path("/nowhere/hw"), InstalledProgram(COMMIT))[1])
    assert len(used) == 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[\d.]+", action) for action in used)


@every_service
def test_marks_are_kept_for_fourteen_days(kind: str) -> None:
    assert "14 days" in json.dumps(parsed(kind)) or '"retention-days": 14' in json.dumps(parsed(kind))


@pytest.mark.parametrize(
    ("kind", "place"), [("github", ".github/workflows/grade-course-hw1.yml"), ("gitlab", "course/hw1/.gitlab-ci.yml")]
)
def test_in_a_subfolder_of_a_repository_the_workflow_names_the_subfolder(kind: str, place: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "course" / "hw1"
    result = CliRunner().invoke(main, ["new", str(folder), "--exercise", "lstm", "--ci", kind, "--from", COMMIT])
    assert result.exit_code == 0, result.output
    assert ("{local: course/hw1/.gitlab-ci.yml}" in result.output) is (kind == "gitlab")
    written = (tmp_path / place).read_text(encoding="utf-8")
    assert '"course/hw1/submissions/**' in written
    assert 'byhand grade "protected/course/hw1" "' in written
    assert "grade-course-hw1" in written


@every_service
def test_the_workflow_of_a_subfolder_marks_what_was_pushed_there(kind: str, pushed: Path) -> None:
    (pushed.parent / ".git").mkdir()
    done = marked(kind, pushed)
    assert done.returncode == 0, done.stderr
    assert "\nada," in (pushed.parent / "marks" / "grades.csv").read_text(encoding="utf-8")


def test_a_workflow_that_is_there_already_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    place = tmp_path / ".github" / "workflows" / "grade-hw.yml"
    place.parent.mkdir(parents=True)
    place.write_text("mine", encoding="utf-8")
    command = ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", "github", "--from", COMMIT]
    assert CliRunner().invoke(main, command).exit_code == 2
    assert place.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "hw").exists()


def test_a_folder_whose_name_a_workflow_would_misread_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    workflow("github", tmp_path / "hw_1.a", InstalledProgram(COMMIT))
    with pytest.raises(ByhandError, match="would not be understood in a workflow"):
        workflow("github", tmp_path / "hw${{ 1 }}", InstalledProgram(COMMIT))


@every_service
def test_before_anybody_hands_in_the_workflow_ends_well(kind: str, pushed: Path) -> None:
    shutil.rmtree(pushed / "submissions")
    done = marked(kind, pushed)
    assert done.returncode == 0, done.stderr
    assert (
        "0 of 3 students handed in"
        in (pushed / "summary" if kind == "github" else pushed / "marks/summary.md").read_text()
    )


def test_gitlab_takes_the_assignment_from_the_protected_branch(pushed: Path) -> None:
    commit = committed(pushed)
    subprocess.run(["git", "branch", "-f", "stable"], cwd=pushed, check=True)
    subprocess.run(["git", "clone", "-q", str(pushed), str(pushed.parent / "clone")], check=True)
    clone = pushed.parent / "clone"
    (clone / "assignment.toml").write_text("title = 'all points to me'", encoding="utf-8")
    lines = [line for line in parsed("gitlab")["grade"]["script"] if line.startswith(("rm ", "git "))]
    environment = {**os.environ, "CI_DEFAULT_BRANCH": "stable", "CI_COMMIT_SHA": commit}
    subprocess.run(["bash", "-e", "-c", "\n".join(lines)], cwd=clone, check=True, env=environment)
    assert (clone / "protected" / "assignment.toml").read_text() == (pushed / "assignment.toml").read_text()
