"""The stream behind every seed: its digits are held here, and every draw is as likely as the next."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from generator.network.stream import Stream, fresh_seed, student_seed


def test_the_digits_of_the_stream_never_change() -> None:
    stream = Stream("lstm|7|Wf|1")
    assert [stream.below(10) for _ in range(24)] == [
        1,
        1,
        1,
        0,
        2,
        1,
        1,
        8,
        3,
        0,
        4,
        4,
        8,
        9,
        4,
        6,
        1,
        4,
        8,
        8,
        0,
        1,
        9,
        3,
    ]
    digest = hashlib.sha256(bytes(stream.below(256) for _ in range(10_000))).hexdigest()
    assert digest == "7952afd9825d759aa9a8691da6905304180ca2e7c6e6ae311ef532f74d07f9ce"


def test_shuffling_never_changes_either() -> None:
    assert Stream("shuffle").shuffle(range(10)) == [9, 7, 4, 6, 5, 8, 0, 3, 2, 1]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 10, 100, 200, 256])
def test_every_number_below_the_limit_is_as_likely(limit: int) -> None:
    draws = 200 * limit
    stream = Stream(f"fair {limit}")
    counts = Counter(stream.below(limit) for _ in range(draws))
    assert set(counts) == set(range(limit))
    # The mean of a chi-square is its freedom, its variance twice that: six standard deviations are never seen.
    square = sum((count - 200) ** 2 / 200 for count in counts.values())
    assert square <= (limit - 1) + 6 * (2 * (limit - 1)) ** 0.5


def test_every_order_of_a_shuffle_is_as_likely() -> None:
    stream = Stream("orders")
    counts = Counter(tuple(stream.shuffle("abc")) for _ in range(6000))
    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values())


def test_shuffling_leaves_the_original_alone() -> None:
    original = [1, 2, 3, 4, 5]
    assert sorted(Stream("x").shuffle(original)) == original == [1, 2, 3, 4, 5]


def test_streams_of_different_names_differ() -> None:
    streams = [Stream(name) for name in ("a", "b", "a|1", "")]
    assert len({tuple(stream.below(256) for _ in range(8)) for stream in streams}) == 4


def test_a_students_seed_depends_on_the_secret_and_on_every_part() -> None:
    seed = student_seed("secret", "hw1", "ada", "lstm")
    assert seed == 13084289581553197752
    others = {
        student_seed("Secret", "hw1", "ada", "lstm"),
        student_seed("secret", "hw2", "ada", "lstm"),
        student_seed("secret", "hw1", "bob", "lstm"),
        student_seed("secret", "hw1", "ada", "gcn"),
        student_seed("secret", "hw1a", "da", "lstm"),
    }
    assert len(others) == 5
    assert seed not in others


def test_a_fresh_seed_is_short_enough_to_type_again() -> None:
    seeds = {fresh_seed() for _ in range(100)}
    assert len(seeds) > 90
    assert all(0 <= seed < 1_000_000 for seed in seeds)
