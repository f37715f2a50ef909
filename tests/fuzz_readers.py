"""A coverage-guided search for bytes that harm the readers: `python -m tests.fuzz_readers -max_total_time=60`.

Needs atheris (pip install atheris) and does best when given a folder of real files: CSV, workbooks, filled PDFs. What
it finds goes into tests/test_hostile.py.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports():
    from generator.errors import ByhandError
    from grader.answers.content import kind_of, text_of
    from grader.answers.fitting import fitted
    from grader.answers.submission import read_submissions
    from grader.marking.cells import mark
    from tests.students import worksheet_of

SHEET = worksheet_of("lstm", 1)


def read_and_mark(content: bytes) -> None:
    """What grade does with a file's content; only our own error may leave it."""
    try:
        for submission in read_submissions("x.csv", text_of(kind_of("x.csv", content), "x.csv", content)):
            mark(SHEET, fitted(submission, SHEET))
    except ByhandError:
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_and_mark)
    atheris.Fuzz()
