"""What pytest should know before it collects: without PyTorch the oracles are left out, and the header says so."""

from __future__ import annotations

from importlib.util import find_spec

from tests.tools.browsing import browser, site, site_folder

__all__ = ["browser", "site", "site_folder"]

TORCH_INSTALLED = find_spec("torch") is not None
collect_ignore = [] if TORCH_INSTALLED else ["test_oracles.py"]


def pytest_report_header() -> str:
    if TORCH_INSTALLED:
        return "oracles: PyTorch is installed, its opinion on networks and gradients is asked"
    return "oracles: NOT ASKED, PyTorch is missing; pip install 'byhand[oracle]' brings tests/test_oracles.py"
