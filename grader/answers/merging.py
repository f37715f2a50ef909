"""Several files of one student become one submission: merged where they agree, else the last counts, if it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import NamedTuple, TypeAlias

from generator.errors import Said, first_few, say
from grader.answers.arrival.receipts import Receipt
from grader.answers.submission import Line, Submission, cut_off, few
from grader.answers.typed import read_typed

MOST_FILES_TOLD = 5


Turn: TypeAlias = tuple[str, int]
"""Who counts the files, and the number of this one."""


@dataclass(frozen=True)
class Attempt:
    """A submission, and when the file came that it was in.

    `turns` are its places among other files, by each of those who know; None where they do not.
    """

    submission: Submission
    receipt: Receipt
    turns: tuple[Turn | None, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.submission.file

    def exercises(self) -> set[str]:
        """The exercises of which at least one cell is filled in."""
        return {line.exercise for line, texts in self.submission.typed.items() if any(texts)}

    def lines(self, exercise: str) -> dict[Line, tuple[str, ...]]:
        """What was typed into an exercise."""
        return {line: texts for line, texts in self.submission.typed.items() if line.exercise == exercise}


class Merged(NamedTuple):
    """The submission that counts, the attempts that it is made of, and what a person should know about the others."""

    submission: Submission
    attempts: tuple[Attempt, ...]
    said: tuple[Said, ...] = ()


Order = Callable[[Sequence[Attempt]], Sequence[Attempt] | None]
"""The attempts from the first to the last handed in; None if that is not known."""


def merged(attempts: Sequence[Attempt], in_order: Order) -> Merged:
    """The submission that counts, and what a person should know about files that disagree.

    Each exercise is decided by itself, as many students hand in one file an exercise. A blank file never counts
    where another is filled in.
    """
    if len(attempts) == 1:
        return Merged(_whole([attempts[0].submission], attempts[0].submission.typed), tuple(attempts))
    attempts = sorted(attempts, key=lambda attempt: attempt.name)
    # Of files with the same answers the first counts: whoever hands in again is not late by that.
    attempts = in_order(attempts) or attempts
    attempts = sorted(attempts, key=lambda attempt: -attempt.submission.filled)
    typed: dict[Line, tuple[str, ...]] = {}
    used: dict[str, Attempt] = {}
    said: list[Said] = []
    for exercise in sorted(set(chain.from_iterable(attempt.exercises() for attempt in attempts))):
        concerned = [attempt for attempt in attempts if exercise in attempt.exercises()]
        if len(concerned) > 1 and _disagree(concerned, exercise):
            last, remark = _last(concerned, in_order)
            concerned = [last]
            said.append(remark)
        for attempt in concerned:
            lines = attempt.lines(exercise)
            laid_over = {line: _laid_over(typed.get(line, ()), texts) for line, texts in lines.items()}
            if any(typed.get(line, ()) != texts for line, texts in laid_over.items()):
                typed |= laid_over
                used[attempt.name] = attempt
    if not used:
        used[attempts[0].name], typed = attempts[0], dict(attempts[0].submission.typed)
    whole = _whole([attempt.submission for attempt in used.values()], typed)
    return Merged(whole, tuple(used.values()), tuple(dict.fromkeys(said)))


def _whole(parts: Sequence[Submission], typed: Mapping[Line, tuple[str, ...]]) -> Submission:
    """The submission that these are the parts of, with everything that was typed."""
    lines: set[Line] = set().union(*(part.typed for part in parts))
    numbers: set[int] = set().union(*(part.blank.numbers for part in parts))
    there = max(len(lines), len(numbers), *(part.blank.there for part in parts))
    blank = replace(parts[0].blank, lines=max(part.blank.lines for part in parts), there=there)
    whole = replace(parts[0], file=first_few((part.file for part in parts), MOST_FILES_TOLD), typed=typed, blank=blank)
    remarks = (*chain.from_iterable(part.remarks for part in parts), *cut_off(whole))
    return replace(whole, remarks=few(whole.file, remarks))


def _laid_over(texts: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """The texts, with others in their blank cells."""
    return tuple(text or other for text, other in zip_longest(texts, more, fillvalue=""))


def _disagree(attempts: Sequence[Attempt], exercise: str) -> bool:
    """Whether two files hold different answers in one cell."""
    first: dict[tuple[Line, int], str] = {}
    return any(
        not _same(first.setdefault((line, column), text), text)
        for attempt in attempts
        for line, texts in attempt.lines(exercise).items()
        for column, text in enumerate(texts)
        if text
    )


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    number = read_typed(one).number
    return number is not None and number == read_typed(other).number


def _last(attempts: Sequence[Attempt], in_order: Order) -> tuple[Attempt, Said]:
    """The attempt that counts of several that disagree; without a known order the one with most cells filled in."""
    ordered = in_order(attempts)
    counts = ordered[-1] if ordered else attempts[0]
    others = first_few(sorted(attempt.name for attempt in attempts if attempt is not counts), MOST_FILES_TOLD)
    said = say(
        "several files with different answers: {file} is the newest and counts; ignored: {others}"
        if ordered
        else "several files with different answers, and it is not known which is the last: {file} counts, as no other "
        "has more cells filled in; ignored: {others}; ask the student",
        file=counts.name,
        others=others,
    )
    return counts, said
