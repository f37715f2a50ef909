"""The workflows that `byhand new --ci` writes: they are where the service looks, and their shell does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.workflow import workflow
from tests.homework import filled, make_homework, sheet_of


@pytest.mark.parametrize(("kind", "place"), [("github", ".github/workflows/grade.yml"), ("gitlab", ".gitlab-ci.yml")])
def test_new_writes_the_workflow_where_the_service_looks(kind: str, place: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["new", str(tmp_path / "hw"), "--exercise", "lstm", "--ci", kind])
    assert result.exit_code == 0, result.output
    assert "byhand grade . submissions" in (tmp_path / "hw" / place).read_text(encoding="utf-8")


def test_the_grading_step_of_github_ends_well_and_shows_what_a_person_should_see(tmp_path: Path) -> None:
    homework = make_homework(tmp_path)
    (homework / "submissions").mkdir()
    (homework / "submissions" / "ada.csv").write_text(filled(sheet_of(homework, "ada")), encoding="utf-8")
    (homework / "submissions" / "::error::x.csv").write_text("junk", encoding="utf-8")
    _, text = workflow("github")
    lines = text[text.index("        run: |\n") :].splitlines()[1:]
    script = "\n".join(
        line[10:] for line in lines[: next(n for n, line in enumerate(lines) if line.startswith("      -"))]
    )
    summary = tmp_path / "summary"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(summary),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=homework, env=environment, capture_output=True, text=True, check=True
    )
    assert "1 of 3 students handed in" in summary.read_text(encoding="utf-8")
    commands = [line for line in (done.stdout + done.stderr).splitlines() if line.lstrip().startswith("::")]
    assert [command.split("::")[1].split()[0] for command in commands][:1] == ["stop-commands"]
    assert [command for command in commands[2:] if not command.startswith("::error title=byhand::")] == []
    assert "error::x" not in "".join(commands)


def test_annotations_are_ten_of_a_kind_at_most() -> None:
    from grader.machine_reports import workflow_annotations

    lines = workflow_annotations([f"problem {n}\n::warning::x%0A" for n in range(30)], []).splitlines()
    assert len(lines) == 10
    assert lines[0] == "::error title=byhand::problem 0 : :warning: :x%250A"
    assert lines[-1].endswith("and 21 more, in class.html")
