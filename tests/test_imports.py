"""What is loaded when: help needs no mathematics, marking draws nothing, and tests run without PyTorch."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ASK_PYTORCH


def modules_after(statement: str, folder: Path | None = None) -> set[str]:
    code = f"import sys; {statement}; print(*sorted(sys.modules), sep='\\n')"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    return set(finished.stdout.split())


def test_help_loads_neither_sympy_nor_numpy_nor_reportlab() -> None:
    loaded = modules_after("from generator.cli import main; main(['--help'], standalone_mode=False)")
    assert "click" in loaded
    assert not loaded & {"sympy", "numpy", "reportlab", "jinja2", "generator.catalogue"}


def test_the_command_runs_as_a_module_too() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "generator.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert "Make and mark AI by hand exercises" in finished.stdout


def test_marking_loads_no_drawing_code() -> None:
    # `grader.browser` is not marking: it answers all that the page in a browser asks, pictures too.
    loaded = modules_after(
        "import pkgutil, importlib, grader; "
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(grader.__path__, 'grader.')"
        " if not m.name.startswith('grader.browser.')]"
    )
    assert "grader.marking.cells" in loaded
    drawing = {
        name
        for name in loaded
        if name.startswith(
            ("reportlab", "generator.layout", "generator.pdf", "generator.sheet.svg", "generator.printing")
        )
    }
    assert not drawing


def test_the_generator_loads_nothing_of_the_grader() -> None:
    loaded = modules_after(
        "import pkgutil, importlib, generator; "
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(generator.__path__, 'generator.')]"
    )
    assert "generator.catalogue" in loaded
    assert not {name for name in loaded if name.startswith("grader")}


def test_a_single_sheet_loads_nothing_that_only_classes_packages_and_other_languages_need(tmp_path: Path) -> None:
    arguments = ["generate", "lstm", "--seed", "7", "--out", str(tmp_path)]
    loaded = modules_after(f"from generator.cli import main; main({arguments}, standalone_mode=False)", tmp_path)
    assert "generator.pdf.press" in loaded
    assert not loaded & {
        "png",
        "reportlab",
        "openpyxl",
        "xlsxwriter",
        "importlib.metadata",
        "importlib.resources",
        "anyascii",
        "multiprocessing",
        "polib",
        "jinja2",
        "numpy",
        "sympy",
    }


def test_only_what_is_left_out_without_pytorch_needs_it_to_be_imported() -> None:
    folder = Path(__file__).parent
    needs = re.compile(r"^(import|from) torch\b|^from tests\.oracles(\.by_pytorch import| import .*by_pytorch)", re.M)
    found = {path.name for path in folder.rglob("*.py") if needs.search(path.read_text(encoding="utf-8"))}
    assert found == {*ASK_PYTORCH, "by_pytorch.py"}
