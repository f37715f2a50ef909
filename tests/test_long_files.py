"""Text line by line: the same lines as when all of it is read, whichever program saved the file."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from generator.errors import ByhandError
from generator.files.text import decode
from grader.reports.long_files import _HEAD, text_lines

LINE = "student,7,right\r\n"
LATE = "Zoë,½\n"


@pytest.mark.parametrize(
    "content",
    [
        LINE.encode(),
        ("\u2028\x0c\x85" + LINE).encode(),
        (LINE * 9000).encode(),
        (LINE * 9000 + LATE).encode(),
        (LINE * 9000 + LATE).encode("cp1252"),
        codecs.BOM_UTF8 + (LINE * 9000 + LATE).encode(),
        codecs.BOM_UTF16_LE + (LINE * 9000 + LATE).encode("utf-16-le"),
        (LATE * 20000).encode("utf-16-be"),
        ("é" * _HEAD + "\n" + LATE).encode(),
        b"",
    ],
    ids=[
        "short",
        "other ends",
        "long",
        "late umlaut",
        "Windows",
        "mark",
        "UTF-16",
        "UTF-16 unmarked",
        "one long line",
        "empty",
    ],
)
def test_the_lines_are_those_of_the_whole_text(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_bytes(content)
    lines = list(text_lines(tmp_path / "cells.csv", 1 << 30))
    assert "".join(lines) == decode(content)
    assert len(lines) == decode(content).count("\n")


def test_what_is_not_text_and_what_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_bytes(bytes(range(1, 9)) * 20_000)
    with pytest.raises(ByhandError, match="not a text file"):
        list(text_lines(tmp_path / "cells.csv", 1 << 30))
    (tmp_path / "cells.csv").write_text(LINE * 80_000)
    with pytest.raises(ByhandError, match=r"larger than 1 MiB"):
        list(text_lines(tmp_path / "cells.csv", 1 << 20))
    with pytest.raises(ByhandError, match="cannot be read"):
        list(text_lines(tmp_path / "none.csv", 1 << 20))
