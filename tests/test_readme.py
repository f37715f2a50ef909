"""The README is true: its commands run, in their order, from the first to the last."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_two_set_up_commands_come_first_and_ci_runs_them() -> None:
    worksheet, tests = BLOCKS[:2]
    assert "byhand generate lstm" in worksheet
    assert "pytest" in tests
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install") for command in (worksheet, tests))
    script = (ROOT / ".ci" / "run").read_text()
    assert "readme_command 1" in script
    assert "readme_command 2" in script


def test_every_other_command_runs_as_written(tmp_path: Path) -> None:
    commands = [line for block in BLOCKS[2:] for line in block.splitlines() if line.strip()]
    assert len(commands) >= 8
    # The README may read from the repository (its sample worksheets), and writes where it is run.
    shutil.copytree(ROOT / "worksheets", tmp_path / "worksheets")
    beside_python = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": beside_python + os.pathsep + os.environ["PATH"]}
    for command in commands:
        assert shlex.split(command)[0] in {"byhand", "mkdir", "cp"}, command
        finished = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        # The answer sheets that the page checks and marks are blank, which a person should see.
        blank = finished.returncode == 1 and ".csv: nothing is filled in" in finished.stderr
        assert finished.returncode == 0 or blank, f"{command}\n{finished.stdout}{finished.stderr}"
    assert (tmp_path / "out" / "backpropagation-7.key.pdf").stat().st_size > 1000
    assert (tmp_path / "hw1" / "marks" / "grades.csv").exists()


def test_every_file_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(targets) >= 3
    assert [target for target in targets if not (ROOT / target).exists()] == []
