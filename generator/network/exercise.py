"""An exercise: the function that drafts its worksheet, with its title, its level, and its variants."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import EnumType
from functools import cached_property
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

from generator.errors import ByhandError, say
from generator.network.blueprint import Blueprint
from generator.network.draft import Draft, Translate
from generator.network.parameters import Parameter, check_parameters, parameters_of

Variants = Mapping[str, Mapping[str, Any]]
"""Named sets of parameters, such as the sizes of the original post."""
PAGE_FILL, TRIVIAL_ANSWERS, REPEATED_SHEETS = "page fill", "trivial answers", "repeated sheets"
ONE_PAGE = "one page"
"""A sheet of the default parameters takes one page of either paper."""
EXCUSABLE = (PAGE_FILL, TRIVIAL_ANSWERS, REPEATED_SHEETS, ONE_PAGE)
"""What an exercise may be excused from, each with the reason."""
OWN = "own"
"""The family of exercises that are not part of byhand."""
_OURS = "generator.exercises."


@dataclass(frozen=True)
class Code:
    """The text of a teacher's own file, which other processes need because they may not see the file."""

    file: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Exercise:
    """An exercise by its command-line name; `level` goes from 1 to 5, `minutes` is the time it takes on paper.

    `exceptions` are the promises that it is excused from, with the reasons.
    """

    name: str
    title: str
    level: int
    minutes: int
    variants: Variants = field(hash=False)
    build: Callable[..., None]
    exceptions: Mapping[str, str] = field(default_factory=dict, hash=False)
    code: Code | None = None

    def __reduce__(self) -> Any:
        """Sent to another process, an exercise is found again in its module, or made from the code it brings along."""
        return (exercise_of_code, (self.code,)) if self.code else (exercise_of_module, (self.build.__module__,))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters for --set, with their ranges and defaults."""
        return parameters_of(self.build)

    @property
    def family(self) -> str:
        """The folder it is in, such as `sequence`; `own` for exercises that are not part of byhand."""
        module = self.build.__module__
        return module.split(".")[-2] if module.startswith(_OURS) else OWN

    @property
    def source(self) -> str:
        """The posts and papers that it follows."""
        module = inspect.getdoc(sys.modules.get(self.build.__module__)) if self.code is None else _opening(self.code)
        return inspect.cleandoc(module or "").partition("\n\n")[2]

    def variant(self, name: str) -> Mapping[str, Any]:
        """The parameters of a variant; ByhandError if there is none of this name."""
        if name not in self.variants:
            named = ", ".join(self.variants)
            known = say("its variants are {names}", names=named) if named else say("it has no variants")
            raise ByhandError(
                "{exercise} has no variant {name!r}; {known}", exercise=self.name, name=name[:40], known=known
            )
        return self.variants[name]

    def with_defaults(self, chosen: Mapping[str, Any]) -> tuple[Parameter, ...]:
        """The parameters, some with other defaults."""
        values = check_parameters(self.name, self.parameters, chosen)
        return tuple(replace(parameter, default=values[parameter.name]) for parameter in self.parameters)

    def blueprint(self, chosen: Mapping[str, Any] | None = None, translate: Translate = str) -> Blueprint:
        """The Blueprint for these parameters, the others at their defaults; ByhandError if one is not allowed."""
        parameters = check_parameters(self.name, self.parameters, chosen or {})
        draft = Draft(parameters, translate)
        try:
            self.build(draft, **parameters)
            made = draft.blueprint(self.name, self.title)
        except Exception as error:
            if self.code is None or isinstance(error, ByhandError):
                raise
            raise _fault(error, self.code.file) from error
        return replace(made, recipe=Recipe(self, parameters, translate))


@dataclass(frozen=True)
class Recipe:
    """What a Blueprint was built from; called, it builds the same again, also in another process."""

    exercise: Exercise
    parameters: Mapping[str, Any]
    translate: Translate

    def __call__(self) -> Blueprint:
        """Build the Blueprint."""
        return self.exercise.blueprint(self.parameters, self.translate)


def exercise(
    title: str,
    *,
    level: int,
    minutes: int,
    variants: Variants = MappingProxyType({}),
    exceptions: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[Callable[..., None]], Exercise]:
    """Make an exercise of the function below; its name is the function's, with hyphens."""
    if not 1 <= level <= 5:
        raise ValueError(f"level {level} is not from 1 to 5")
    if unknown := exceptions.keys() - set(EXCUSABLE):
        raise ValueError(f"no exercise can be excused from {min(unknown)!r}, only from {', '.join(EXCUSABLE)}")

    def made(build: Callable[..., None]) -> Exercise:
        found = Exercise(build.__name__.replace("_", "-"), title, level, minutes, variants, build, exceptions)
        for name, parameters in variants.items():
            check_parameters(f"{found.name}@{name}", found.parameters, parameters)
        return found

    return made


def exercise_of_module(module: str) -> Exercise:
    """The exercise in an installed module."""
    return _only_exercise(import_module(module), module)


def exercise_of_code(code: Code) -> Exercise:
    """The exercise in a teacher's own file; ByhandError, naming the line, if it cannot be run or drafts no sheet."""
    module = ModuleType("byhand_own_exercise")
    try:
        exec(compile(code.text, code.file, "exec"), module.__dict__)  # noqa: S102 - it is the teacher's program
        made = replace(_only_exercise(module, code.file), code=code)
        made.blueprint()
    except ByhandError:
        raise
    except SyntaxError as error:
        raise ByhandError(
            "{file}, line {line}: not valid Python: {fault}", file=code.file, line=error.lineno or 1, fault=error.msg
        ) from error
    except Exception as error:
        raise _fault(error, code.file) from error
    return made


def _fault(error: Exception, file: str) -> ByhandError:
    """What is wrong with a teacher's own file, in one line."""
    said = str(error)
    if isinstance(error, ImportError):
        said = said.partition(" (")[0]  # without the path of the module
    if isinstance(error, AttributeError) and isinstance(error.obj, EnumType):
        said = f"there is no {error.name}; use one of {', '.join(error.obj.__members__)}"
    return ByhandError(
        "{file}, line {line}: {kind}: {fault}",
        file=file,
        line=_line_of(error, file),
        kind=type(error).__name__,
        fault=said[:300],
    )


def _only_exercise(module: ModuleType, where: str) -> Exercise:
    found = [made for made in vars(module).values() if isinstance(made, Exercise)]
    if len(found) != 1:
        raise ByhandError(
            '{where}: expected one exercise, found {count}; write @exercise("Title", level=1, minutes=20) above the '
            "function that drafts it",
            where=where,
            count=len(found),
        )
    return found[0]


def _line_of(error: BaseException, file: str) -> int:
    """The line of the file that an error came from, 1 if none."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _opening(code: Code) -> str | None:
    compiled = compile(code.text, code.file, "exec")
    first = compiled.co_consts[0] if compiled.co_consts else None
    return first if isinstance(first, str) else None
