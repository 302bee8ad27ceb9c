"""The commands in one program, and what becomes of errors."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Protocol

import typer

import studio
from studio.base.errors import UserError
from studio.capture.options import LAUNCHED
from studio.cli import (
    grading,
    machine,
    occupations,
    recording,
    recordings,
    replaying,
    running,
    suites,
    tasks,
    templates,
    trials,
    validating,
)
from studio.cli.printing import plain


class CommandGroup(Protocol):
    """A module of commands."""

    def register(self, app: typer.Typer) -> None:
        """Add the module's commands to `app`."""


GROUPS: list[CommandGroup] = [
    running,
    recording,
    recordings,
    replaying,
    machine,
    tasks,
    grading,
    validating,
    trials,
    occupations,
    suites,
    templates,
]

# What the parser raises at a wrong word; typer names its leaves only.
_UsageFault: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


def _version(asked: bool) -> None:
    if asked:
        print(f"studio {studio.__version__}")
        raise typer.Exit


def build() -> typer.Typer:
    """Return the program of all groups."""
    app = typer.Typer(
        name="studio",
        help="Record professional work, turn it into proven tasks, run agents on them. "
        "Without a command the window opens.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
        ] = False,
    ) -> None:
        pass

    for group in GROUPS:
        group.register(app)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code, having printed one sentence at a user's mistake."""
    command = typer.main.get_command(build())
    try:
        code = command.main(args=list(arguments), prog_name="studio", standalone_mode=False)
    except _UsageFault as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":
            print(fault, file=sys.stderr)
            return 2
        return _refuse(getattr(fault, "format_message", fault.__str__)() or "Say --help.")
    except UserError as fault:
        return _refuse(str(fault) if os.environ.get(LAUNCHED) else fault.in_shell)
    except BrokenPipeError:
        # Whoever read the output has enough; nothing more can be told to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        return _refuse(_of_system(fault))
    except (KeyboardInterrupt, typer.Abort):
        return 130
    return code if isinstance(code, int) else 0


def _refuse(sentence: str) -> int:
    print(plain(" ".join(sentence.split())), file=sys.stderr)
    return 2


def _of_system(fault: OSError) -> str:
    what = (fault.strerror or type(fault).__name__).lower()
    place = fault.filename if isinstance(fault.filename, str) else ""
    return (
        f"{place}: {what}; choose another place or mend it." if place else f"{what}.".capitalize()
    )
