"""The command `byhand`: a table of commands, each loaded only when called, so that help appears at once."""

from __future__ import annotations

from importlib import import_module

import click

from generator.errors import ByhandError

COMMANDS = {
    "list": ("generator.commands.list:list_exercises", "List the exercises and their parameters."),
    "show": ("generator.commands.show:show", "Show one instance in the terminal."),
    "new": ("generator.commands.new:new", "Create an assignment folder, ready to generate."),
    "generate": ("generator.commands.generate:generate", "Make worksheets, answer sheets and keys."),
    "slides": ("generator.commands.slides:slides", "Make slides that fill a sheet step by step, for a projector."),
    "preview": ("generator.commands.preview:preview", "Draw the pages of a sheet as PNG pictures."),
    "site": ("generator.commands.site:site", "Write a web page that does all this in the browser."),
    "find": ("generator.commands.find:find", "Say whose worksheet it is and show its key."),
    "status": ("generator.commands.status:status", "List who has which sheet and who has handed in."),
    "stress": ("generator.commands.stress:stress", "Draw many instances and report whether they are sound."),
    "words": ("generator.commands.words:words", "List what is missing or unused in the file of a language."),
    "exercise": ("generator.commands.exercise:exercise", "Write a file to start an exercise of your own from."),
    "check": ("grader.commands.check:check", "Check the form of an answer sheet before handing it in."),
    "grade": ("grader.commands.grade:grade", "Mark answer sheets and write the reports."),
    "release": ("grader.commands.release:release", "Put solutions and feedback together for students."),
    "export": ("grader.commands.export:export", "Export grades or an autograder for a learning platform."),
}


class LazyGroup(click.Group):
    """A click group that takes names and one-line help from the table and loads a command only when it is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands on the help page without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error that the user can correct becomes one message and exit code 2."""
        try:
            return super().invoke(ctx)
        except ByhandError as error:
            fault = str(error)
        except BrokenPipeError:
            raise  # the reader of the output has closed it; click exits quietly
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            fault = f"{where}{error.strerror or error}; check the name, the permissions and the free disk space"
        click.echo(f"byhand: {fault}", err=True)
        raise SystemExit(2)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byhand")
def main() -> None:
    """Make and mark AI by hand exercises: networks small enough to work with a pencil."""


if __name__ == "__main__":
    main()
