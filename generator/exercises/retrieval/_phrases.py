"""The words of the vector database and the short phrases that can be said with them."""

from __future__ import annotations

from generator.network.number import WordGrid

PUBLISHED = (
    *("a", "an", "the", "how", "why", "who", "what", "are", "is", "am", "be", "was"),
    *("you", "we", "I", "they", "she", "he", "it", "me", "him", "her"),
)
"""The words of the post in its order, except that the post has a second "she" in place of "it"."""

_QUESTIONS = ("who", "how", "why", "what")
_CLAUSES = (
    *(("are", "you"), ("am", "I"), ("is", "he"), ("are", "we"), ("is", "she"), ("are", "they")),
    *(("was", "I"), ("was", "he"), ("was", "she")),
)
_OBJECTS = ("me", "you", "him", "her")
_KEPT_LONGEST = (
    *("who", "why", "are", "you", "am", "I", "me", "how"),
    *("is", "he", "what", "we", "him", "she", "her", "was", "they", "the", "a", "be", "an"),
)
"""The most useful words first: a shorter table keeps these."""


def vocabulary_of(size: int) -> tuple[str, ...]:
    """The words of a table of this size, 8 to 22, in the order of the post."""
    if size == len(PUBLISHED):
        return PUBLISHED
    kept = _KEPT_LONGEST[:size]
    return tuple(word for word in PUBLISHED if word in kept)


def phrases(vocabulary: tuple[str, ...], words: int) -> tuple[WordGrid, ...]:
    """Every phrase of 2, 3 or 4 words that these words can say, each as one row of cells; no word occurs twice."""
    clauses = [clause for clause in _CLAUSES if set(clause) <= set(vocabulary)]
    questions = [word for word in _QUESTIONS if word in vocabulary]
    objects = [word for word in _OBJECTS if word in vocabulary]
    verbs = dict.fromkeys(verb for verb, _ in clauses)
    with_object: list[tuple[str, ...]] = [(*clause, word) for clause in clauses for word in objects]
    candidates: dict[int, list[tuple[str, ...]]] = {
        2: [*clauses, *((subject, verb) for verb, subject in clauses), *(("who", verb) for verb in verbs)],
        3: [*((question, *clause) for question in questions for clause in clauses), *with_object],
        4: [(question, *clause) for question in questions for clause in with_object],
    }
    return tuple((phrase,) for phrase in candidates[words] if len(set(phrase)) == words)
