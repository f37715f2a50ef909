"""What pytest should know before it collects: without PyTorch some oracles are left out, and the header says so."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.tools.browsing import browser, regular, site, site_folder

pytest.register_assert_rewrite("tests.oracles", "tests.simulated")  # so that they say what was compared, as tests do

__all__ = ["browser", "regular", "site", "site_folder"]

TORCH_INSTALLED = find_spec("torch") is not None
ASK_PYTORCH = ["test_oracles.py", "test_oracles_backpropagation.py", "test_oracles_descent.py"]
collect_ignore = [] if TORCH_INSTALLED else ASK_PYTORCH


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep, such as finished layouts, is kept for this run: nothing is read from the user's folder."""
    folder = tmp_path_factory.getbasetemp()
    home = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "home"  # one for all processes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "home", lambda: home)
        yield


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user for whom nothing is kept yet, on a machine where Python keeps bytecode."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")


def pytest_report_header() -> str:
    if TORCH_INSTALLED:
        return "oracles: PyTorch is installed, its opinion on networks and gradients is asked"
    return f"oracles: NOT ASKED, PyTorch is missing; pip install 'byhand[oracle]' brings {', '.join(ASK_PYTORCH)}"
