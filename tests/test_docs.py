"""The documentation is true: its Python runs, its commands run, and what it shows of the library is all of it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import generator
import grader
from generator.assignment.answer_sheet import LABELS
from generator.assignment.grades import GRADES
from generator.cli import main
from grader.reports.gradebook import CELLS

DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(DOCS.glob("*.md"))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}(?: [^\n]*)?\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_python_of_the_library_page_runs_from_top_to_bottom() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    found = blocks(DOCS / "library.md", "python")
    assert len(found) >= 5
    for block in found:
        exec(compile(block, "docs/library.md", "exec"), names)
    assert names["pdf"]


@pytest.mark.parametrize("package", [generator, grader], ids=lambda package: package.__name__)
def test_every_name_of_the_library_is_there_and_documented(package: Any) -> None:
    for name in package.__all__:
        assert getattr(package, name).__doc__, name
    with pytest.raises(AttributeError, match="nothing"):
        package.nothing  # noqa: B018


def only_blank(result: Result) -> bool:
    """Whether a command found nothing but blank sheets: the answer sheets of a page are those just made."""
    found = result.stderr.splitlines()
    return result.exit_code == 1 and bool(found) and all(": nothing is filled in" in line for line in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_file_of_a_page_works(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (page.parent / target).exists(), target
    for kind, name, block in re.findall(r"^```(sh|python) ?([\w/.]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if kind == "python" and name:
            (tmp_path / name).write_text(block)
        for command in block.splitlines() if kind == "sh" else ():
            words = shlex.split(command, comments=True)
            if not words:
                continue
            assert words[0] in ("byhand", "mkdir", "cp"), command
            if words[:2] == ["byhand", "site"] and not shutil.which("npm"):
                pytest.skip("needs npm, which fetches the runtime of the site")
            if words[0] == "mkdir":
                (tmp_path / words[1]).mkdir()
            elif words[0] == "cp":
                (tmp_path / words[2] / Path(words[1]).name).write_bytes((tmp_path / words[1]).read_bytes())
            else:
                result = CliRunner().invoke(main, words[1:])
                assert result.exit_code == 0 or only_blank(result), f"{command}\n{result.output}"


def test_the_page_of_files_names_every_column() -> None:
    page = (DOCS / "files.md").read_text("utf-8")
    for column in (*LABELS, *GRADES, *CELLS):
        assert f"`{column}`" in page, column


def test_every_module_that_the_architecture_names_is_there() -> None:
    packages = [DOCS.parent / name for name in ("generator", "grader")]
    rooms = {folder.name for package in packages for folder in package.iterdir() if folder.is_dir()}
    paths = re.findall(r"`(\w+/[\w/.]*)`", (DOCS / "architecture.md").read_text("utf-8"))
    named = [path for path in paths if path.split("/")[0] in rooms]
    assert len(named) > 20
    assert not [path for path in named if not any((package / path).exists() for package in packages)]
