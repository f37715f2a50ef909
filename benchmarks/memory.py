"""Most memory at once for classes of growing size, and what one more student takes of it in a large class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.answers import half_carried_on
from benchmarks.classes import EXERCISES, used_by
from benchmarks.figures import Figure

SIZES = (100, 1_000, 10_000)
"""Numbers of students. Up to a thousand, what is remembered of numbers and names grows until it is full."""
FLAT = 1.5
"""How much more memory a hundred times the students may take."""
MOST_KILOBYTES = 5.0
ANSWERING = {"half with a mistake carried on": half_carried_on}


def figures(sizes: Sequence[int] = SIZES) -> Iterator[Figure]:
    """A figure for each command and class, in one process, and one for the students between the two largest."""
    used = {students: used_by(students, ANSWERING) for students in sizes}
    *_, many, most = sizes
    for what, least in used[sizes[0]].items():
        for students in sizes:
            peak, seconds = used[students][what].memory, used[students][what].seconds
            notes = (f"{', '.join(EXERCISES)}; {seconds:.1f} s of CPU",)
            goal, met = ("", None) if students != most else (f"{FLAT}x that of {sizes[0]}", peak <= FLAT * least.memory)
            yield Figure(f"memory, {what}, {students} students", peak / 2**20, "MB", (), goal, met, notes)
        slope = (used[most][what].memory - used[many][what].memory) / 1024 / (most - many)
        known = (f"from {many} to {most} students; see `--only classes` for smaller classes",)
        goal, met = f"{MOST_KILOBYTES} KB a student", slope <= MOST_KILOBYTES
        yield Figure(f"memory, {what}, one more student", slope, "KB", (), goal, met, known)
