"""Every sentence that a language needs: of messages, templates, operations and exercises."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from itertools import combinations, product
from pathlib import Path

from generator import exercises
from generator.assignment.new import IGNORED, comments_in
from generator.assignment.workflow import SERVICES, workflow_template
from generator.catalogue import FOLDER, Catalogue
from generator.errors import ByhandError
from generator.language.overview import Needed
from generator.language.po_files import Sentence, read_po, sentence_of, translated
from generator.language.sentences import marked_in_templates, said_in_code
from generator.language.words import ENDING, languages, text_in, wordings
from generator.network import operations
from generator.network.exercise import OWN, Exercise
from generator.network.formula import Operation
from generator.network.parameters import CHOICE, Choice, Setting
from generator.sheet.heading import Wording

MOST_BUILT = 250
"""An exercise with more settings than these is built with all pairs of them, and with this many at random."""


def needed_sentences(catalogue: Catalogue, folder: Path | None, broken: list[ByhandError]) -> Needed:
    """Every sentence with the path of what says it: ours, and with a folder also other exercises and its templates.

    Exercises that cannot be loaded are added to `broken`.
    """
    found = [*said_in_code(), *marked_in_templates(files("templates"))]
    if folder and (folder / "templates").is_dir():
        found += marked_in_templates(folder / "templates")
    found += (("generator/sheet/heading.py", Sentence(text)) for text in Wording.sentences())
    found += (("generator/network/operations", Sentence(name)) for name in _slips())
    found += (("generator/assignment/new.py", Sentence(comment)) for comment in _comments())
    for exercise in catalogue.all(broken):
        if folder or exercise.family != OWN:
            found += ((_file(exercise), Sentence(text)) for text in sentences_of(exercise))
            found += ((_file(exercise), Sentence(word, context=CHOICE)) for word in _words_of_choices(exercise))
    needed: dict[Sentence, str] = {}
    for place, sentence in found:
        if sentence.text:
            needed.setdefault(sentence, place)
    return needed


def rewords_nothing(catalogue: Catalogue, folder: Path) -> Iterator[str]:
    """A warning for each sentence in a teacher's files that nothing says; quick, as our files list our sentences."""
    own = sorted((folder / "templates").glob(f"*{ENDING}"))
    if not own:
        return
    known = {sentence for _, sentence in marked_in_templates(folder / "templates")}
    for language in languages()[1:]:
        file = files("templates") / f"{language}{ENDING}"
        known.update(map(sentence_of, read_po(text_in(file), str(file))))
    ours = f"{exercises.__name__}."
    packages = (name for name, module in catalogue.modules().items() if not module.startswith(ours))
    for name in (*packages, *catalogue.own):
        known.update(map(Sentence, sentences_of(catalogue.find(name))))
    for path in own:
        for entry in read_po(text_in(path), str(path)):
            if not entry.obsolete and sentence_of(entry) not in known:
                yield (
                    f"{path}, line {entry.linenum or 1}: nothing says {entry.msgid[:60]!r}; copy it as byhand "
                    f"says it, or run `byhand words {path.stem} {folder} --update` to set it aside"
                )


def untranslated(exercise: Exercise, language: str, folder: Path) -> tuple[str, ...]:
    """The sentences of an exercise for which a language has no translation, neither ours nor the folder's."""
    known: set[Sentence] = set()
    for file in wordings(language, folder):
        known.update(translated(read_po(text_in(file), str(file))))
    return tuple(text for text in sentences_of(exercise) if text and Sentence(text) not in known)


def _file(exercise: Exercise) -> str:
    """Where an exercise is, as seen from the assignment's folder or from our repository."""
    if exercise.code:
        return f"{FOLDER}/{Path(exercise.code.file).name}"
    return f"{exercise.build.__module__.replace('.', '/')}.py"


def _words_of_choices(exercise: Exercise) -> Iterator[str]:
    for parameter in exercise.parameters:
        if isinstance(parameter.range, Choice):
            yield from parameter.range.words


def _slips() -> Iterator[str]:
    for made in (getattr(operations, name) for name in operations.__all__):
        if isinstance(made, Operation):
            yield from (slip.name for slip in made.slips)


def _comments() -> Iterator[str]:
    yield from comments_in(IGNORED)
    for service in SERVICES:
        yield from comments_in(workflow_template(service))


def sentences_of(exercise: Exercise) -> tuple[str, ...]:
    """What an exercise can put on a sheet or into assignment.toml, in its order, whatever its parameters."""
    said = {parameter.range.meaning: None for parameter in exercise.parameters}

    def remember(sentence: str) -> str:
        said[sentence] = None
        return sentence

    for chosen in _settings(exercise):
        with suppress(ByhandError):  # sizes that do not go together
            exercise.blueprint(chosen, remember)
    return tuple(said)


def _settings(exercise: Exercise) -> Iterator[dict[str, Setting]]:
    """The ends of all parameters together where there are few; else of every two, and of all together at random."""
    ends = {
        parameter.name: sorted({parameter.default, *parameter.range.ends}, key=str) for parameter in exercise.parameters
    }
    count = 1
    for values in ends.values():
        count *= len(values)
    if count <= MOST_BUILT:
        yield from (dict(zip(ends, chosen, strict=True)) for chosen in product(*ends.values()))
        return
    for names in combinations(ends, 2):
        yield from (dict(zip(names, chosen, strict=True)) for chosen in product(*(ends[name] for name in names)))
    chance = random.Random(1)  # noqa: S311 - always the same ones
    yield from ({name: chance.choice(values) for name, values in ends.items()} for _ in range(MOST_BUILT))
