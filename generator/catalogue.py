"""The catalogue: the exercises that can be named, ours, those of installed packages, and a teacher's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from generator import exercises
from generator.errors import ByhandError, say
from generator.files.text import read_text
from generator.language.words import ENGLISH, Words
from generator.network.blueprint import Blueprint
from generator.network.exercise import Code, Exercise, exercise_of_code, exercise_of_module
from generator.network.parameters import check_parameters

ENTRY_POINT = "byhand.exercises"
"""The group of entry points under which packages offer exercises: name = module."""
FOLDER = "exercises"
"""The folder of a teacher's own exercises, next to assignment.toml."""
LARGEST_FILE = 1 << 20


def _ours() -> dict[str, str]:
    """Our exercises by name, each with its module, without importing any."""
    found: dict[str, str] = {}
    for family in iter_modules(exercises.__path__, f"{exercises.__name__}."):
        if family.ispkg:
            folder = [str(Path(path) / family.name.rpartition(".")[2]) for path in exercises.__path__]
            stems = (module.name for module in iter_modules(folder) if not module.name.startswith("_"))
            found |= {_exercise_name(stem): f"{family.name}.{stem}" for stem in stems}
    return found


def _exercise_name(stem: str) -> str:
    return stem.replace("_", "-")


@dataclass(frozen=True)
class Catalogue:
    """Exercises by name; each is imported when it is asked for. `own` is the code of a teacher's own.

    It can be sent to another process, which needs no file of the teacher's.
    """

    own: Mapping[str, Code] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Catalogue:
        """The catalogue where a folder is an assignment's: with the files in `exercises/`, if there is one."""
        paths = sorted(path for path in (folder / FOLDER).glob("*.py") if not path.name.startswith("_"))
        own = {_exercise_name(path.stem): Code(str(path), read_text(path, most_bytes=LARGEST_FILE)) for path in paths}
        return cls(own)

    def modules(self) -> Mapping[str, str]:
        """The exercises of byhand and of installed packages, each with its module."""
        from importlib.metadata import entry_points  # slow to load, and not needed for what is ours

        packages = {point.name: point.value for point in entry_points(group=ENTRY_POINT)}
        return packages | _ours()

    def names(self) -> tuple[str, ...]:
        """The names of all exercises, without importing any."""
        return tuple(dict.fromkeys((*self.modules(), *self.own)))

    def knows(self, name: str) -> bool:
        """Whether NAME or NAME@VARIANT means one of these exercises; the variant is not looked for."""
        return name.partition("@")[0] in self.names()

    def find(self, name: str) -> Exercise:
        """The exercise with this name; ByhandError with similar names if there is none."""
        if name in self.own:
            return self._own(name, self.modules())
        if name in (ours := _ours()):
            return _imported(name, ours[name])
        if name in (modules := self.modules()):
            return _imported(name, modules[name])
        names = self.names()
        near = get_close_matches(name.casefold(), names, n=2, cutoff=0.6)
        if not near:
            raise ByhandError("no exercise is called {name!r}; `byhand list` shows them all", name=name[:40])
        two = len(near) > 1 and near[0] != name.casefold()
        raise ByhandError(
            "no exercise is called {name!r}; did you mean {names}? `byhand list` shows them all",
            name=name[:40],
            names=say("{one} or {other}", one=near[0], other=near[1]) if two else near[0],
        )

    def find_variant(self, name: str) -> tuple[Exercise, Mapping[str, Any]]:
        """The exercise and the parameters that NAME or NAME@VARIANT means."""
        plain, at, variant = name.partition("@")
        found = self.find(plain)
        return found, found.variant(variant) if at else {}

    def all(self, broken: list[ByhandError] | None = None) -> Iterator[Exercise]:
        """Every exercise by family; one that cannot be loaded is an error, or is added to `broken`."""
        for name in self.names():
            try:
                yield self.find(name)
            except ByhandError as error:
                if broken is None:
                    raise
                broken.append(error)

    def _own(self, name: str, modules: Mapping[str, str]) -> Exercise:
        code = self.own[name]
        if name in modules:
            raise ByhandError(
                "{file}: {name} is already an exercise of {module}; rename the file",
                file=code.file,
                name=name,
                module=modules[name],
            )
        found = exercise_of_code(code)
        if found.name != name:
            raise ByhandError(
                "{file}: the exercise in this file is called {found}; name the file and the function alike",
                file=code.file,
                found=found.name,
            )
        return found


def _imported(name: str, module: str) -> Exercise:
    try:
        return exercise_of_module(module)
    except ImportError as error:
        raise ByhandError(
            "{name}: the module {module} cannot be imported: {fault}; reinstall its package",
            name=name,
            module=module,
            fault=str(error),
        ) from error


OURS = Catalogue()
"""The exercises that everybody has."""


def find_exercise(name: str) -> Exercise:
    """The exercise of byhand, or of an installed package, with this name."""
    return OURS.find(name)


class Blueprints:
    """Blueprints in one language, each built only once however often it is requested."""

    def __init__(self, words: Words = ENGLISH, made: Iterable[Blueprint] = (), catalogue: Catalogue = OURS) -> None:
        self.words = words
        self.catalogue = catalogue
        self._made = {(blueprint.exercise, tuple(blueprint.parameters.items())): blueprint for blueprint in made}
        self._found: dict[str, tuple[Exercise, Mapping[str, Any]]] = {}

    def __reduce__(self) -> Any:
        """Sent to another process, it takes along the Blueprints built so far."""
        return Blueprints, (self.words, tuple(self._made.values()), self.catalogue)

    def named(self, name: str, chosen: Mapping[str, Any]) -> Blueprint:
        """The Blueprint of NAME or NAME@VARIANT for these parameters; ByhandError if one is not allowed."""
        if name not in self._found:
            self._found[name] = self.catalogue.find_variant(name)
        exercise, usual = self._found[name]
        return self.of(exercise, {**usual, **chosen})

    def of(self, exercise: Exercise, chosen: Mapping[str, Any]) -> Blueprint:
        """The Blueprint of an exercise for these parameters; ByhandError if one is not allowed."""
        parameters = check_parameters(exercise.name, exercise.parameters, chosen)
        key = exercise.name, tuple(parameters.items())
        if key not in self._made:
            self._made[key] = exercise.blueprint(parameters, self.words)
        return self._made[key]
