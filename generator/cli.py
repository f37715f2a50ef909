"""The command `byhand`: a table of commands, each loaded when called, so that help starts at once."""

from __future__ import annotations

from importlib import import_module

import click

from generator.errors import ByhandError

COMMANDS = {
    "list": ("generator.commands.list:list_exercises", "The catalogue of exercises."),
    "show": ("generator.commands.show:show", "One instance in the terminal."),
    "new": ("generator.commands.new:new", "A new assignment folder, ready to generate."),
    "generate": ("generator.commands.generate:generate", "Worksheets, answer sheets and keys."),
    "stress": ("generator.commands.stress:stress", "Draw many instances and report whether they are sound."),
    "check": ("grader.commands:check", "The form of an answer sheet, before handing it in."),
    "grade": ("grader.commands:grade", "Mark answer sheets and write the reports."),
    "export": ("grader.commands:export", "Grades for Canvas or Moodle, an autograder for Gradescope."),
}


class LazyGroup(click.Group):
    """click's way to extend a group: names and one-line helps come from the table, code only when called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands of the help page, without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what a user can put right becomes one message and exit code 2."""
        try:
            return super().invoke(ctx)
        except ByhandError as error:
            fault = str(error)
        except BrokenPipeError:
            raise  # whoever reads our output has seen enough; click ends quietly
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            fault = f"{where}{error.strerror or error}; check the name, the permissions and the space left"
        click.echo(f"byhand: {fault}", err=True)
        raise SystemExit(2)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byhand")
def main() -> None:
    """Make and mark AI by hand exercises: networks small enough to work with a pencil."""
