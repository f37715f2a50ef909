"""The stream of numbers behind a seed, the same on every platform and for every release of Python or numpy.

SHA-256 in counter mode gives the bytes; rejection sampling turns them into integers without bias. A golden test pins
the digits: change nothing here, or every sheet ever printed changes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import TypeVar

_Choice = TypeVar("_Choice")


class Stream:
    """An endless run of unbiased draws, named by what it is for."""

    def __init__(self, name: str) -> None:
        self._bytes = chain.from_iterable(_digests(name.encode()))

    def below(self, limit: int) -> int:
        """An integer from 0 to limit - 1, each equally likely; limit at most 256."""
        return next(self.draws(range(limit)))

    def choose(self, items: Sequence[_Choice]) -> _Choice:
        """One of at most 256 items, each equally likely."""
        return next(self.draws(items))

    def draws(self, items: Sequence[_Choice]) -> Iterator[_Choice]:
        """Draws of one of at most 256 items, each equally likely, without end."""
        size = len(items)
        fair = 256 - 256 % size
        return (items[byte % size] for byte in self._bytes if byte < fair)

    def shuffle(self, items: Sequence[_Choice]) -> list[_Choice]:
        """The items in a random order (Fisher and Yates)."""
        shuffled = list(items)
        for last in range(len(shuffled) - 1, 0, -1):
            other = self.below(last + 1)
            shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
        return shuffled


def _digests(name: bytes) -> Iterator[bytes]:
    return (hashlib.sha256(b"%b|%d" % (name, number)).digest() for number in count())


def fresh_seed() -> int:
    """A seed for somebody who gave none; short enough to type again."""
    return secrets.randbelow(1_000_000)


def student_seed(secret: str, assignment: str, student: str, exercise: str) -> int:
    """A student's own seed: HMAC-SHA256 under the teacher's secret, so that nobody can compute a sheet in advance."""
    # No part can hold a NUL, so the parts cannot run into each other.
    message = "\0".join((assignment, student, exercise)).encode()
    return int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest()[:8])
