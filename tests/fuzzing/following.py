"""Tries files on one reader, led by the code that the last ones reached: what `tests.fuzzing.search` starts.

A program of its own, since atheris has to see every module being imported, and ends the process when it is done.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["generator", "grader", "openpyxl", "polib", "pypdf", "tomllib"]):
    from tests.fuzzing.mutation import mutated
    from tests.fuzzing.readers import READERS

MOST_SECONDS = 10
"""For one file, in an interpreter that notes what it does: what takes longer hangs."""


def follow(name: str, inputs: int, seed: int, folder: Path) -> None:
    """Try so many files on a reader; the folder is for what it writes and for the file that does harm, if one does."""
    reader, corpus = READERS[name], folder / "corpus"
    samples = reader.samples()
    corpus.mkdir()
    reader.survives(samples[0], folder)  # imports what reading needs, so that no file's time is spent on that
    for number, content in enumerate(samples):
        (corpus / str(number)).write_bytes(content)

    def changed(content: bytes, most: int, chance: int) -> bytes:
        """Changed by a search that knows which comparisons failed, or by ours that knows files."""
        if chance % 2:
            return bytes(atheris.Mutate(content, most))
        return mutated(content, Random(chance), samples, most)

    settings = [
        *(
            "fuzzing",
            str(corpus),
            f"-runs={inputs}",
            f"-seed={seed}",
            f"-max_len={reader.most_bytes}",
            "-len_control=0",
        ),
        *(f"-timeout={MOST_SECONDS}", f"-artifact_prefix={folder}/harmful-", "-print_final_stats=1"),
    ]
    atheris.Setup(settings, lambda content: reader.survives(content, folder), custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    follow(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
