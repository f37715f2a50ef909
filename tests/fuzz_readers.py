"""A coverage-guided search for bytes that harm the readers: `python -m tests.fuzz_readers -max_total_time=60`.

Needs atheris (pip install atheris). What it finds goes into tests/test_hostile.py.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports():
    from generator.errors import ByhandError
    from generator.tables import text_of
    from grader.marking import mark
    from grader.submission import fitted, read_submissions
    from grader.workbook import workbook_text
    from tests.students import worksheet_of

SHEET = worksheet_of("lstm", 1)


def read_and_mark(content: bytes) -> None:
    """What grade does with a file's content; only our own error may leave it."""
    try:
        text = workbook_text("x.xlsx", content) if content.startswith(b"PK") else text_of("x.csv", content)
        for submission in read_submissions("x.csv", text):
            mark(SHEET, fitted(submission, SHEET))
    except ByhandError:
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_and_mark)
    atheris.Fuzz()
