"""Runs the commands of byhand for the page: what they say is caught, what they have done is shown while they run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import click

from generator.commands.options import Watcher
from generator.errors import ByhandError
from grader.browser.answer import Tell


@dataclass(frozen=True)
class Ran:
    """What a command said, and whether a person should look at something."""

    said: str
    look: bool


def run(command: click.Command, arguments: Sequence[str], tell: Tell) -> Ran:
    """Run a command in the current folder. Raises ByhandError where the command line ends with an error."""
    said, look = StringIO(), False
    with redirect_stdout(said), redirect_stderr(said):
        try:
            command.main(list(arguments), standalone_mode=False, obj=Watcher(tell))
        except SystemExit as end:
            look = bool(end.code)
        except OSError as error:
            raise ByhandError(
                "{file}: {fault}; make the zip again",
                file=str(error.filename or "the folder"),
                fault=str(error.strerror or error),
            ) from error
        except ModuleNotFoundError as error:
            raise ByhandError(
                "this needs {module}, which the page does not have; unpack the zip and go on with byhand itself",
                module=str(error.name),
            ) from error
    return Ran(said.getvalue(), look)
