"""Tries a million bad files on all readers, or some on a few: `python -m tests.fuzzing [READER ...] [--inputs N]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.fuzzing.readers import READERS
from tests.fuzzing.search import Found, searched


def main() -> None:
    """Search, say how many files were tried on each reader, and keep those that did harm in the current folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--inputs", type=int, metavar="N", help="files for each reader; together a million by default")
    parser.add_argument("--seed", type=int, default=17)
    chosen = parser.parse_args()
    harm = False
    for name in chosen.readers or READERS:
        with tempfile.TemporaryDirectory() as place:
            found = searched(READERS[name], chosen.inputs or READERS[name].in_all, chosen.seed, Path(place))
            sys.stdout.write(f"{name}: {found.tried:,} files{_kept(found)}\n")
        harm = harm or found.harmful is not None
    raise SystemExit(harm)


def _kept(found: Found) -> str:
    """What is said of a file that did harm, which is kept."""
    if found.harmful is None:
        return ""
    return f"; {shutil.copy(found.harmful, Path.cwd())} does harm:\n{found.report}"


if __name__ == "__main__":
    main()
