"""What is loaded when: help needs no mathematics, and marking draws nothing."""

import subprocess
import sys


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted(sys.modules), sep='\\n')"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(finished.stdout.split())


def test_help_loads_neither_sympy_nor_numpy_nor_reportlab() -> None:
    loaded = modules_after("from generator.cli import main; main(['--help'], standalone_mode=False)")
    assert "click" in loaded
    assert not loaded & {"sympy", "numpy", "reportlab", "jinja2", "generator.catalogue"}


def test_importing_the_grader_loads_no_drawing_code() -> None:
    loaded = modules_after(
        "import pkgutil, importlib, grader; "
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(grader.__path__, 'grader.')]"
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
