"""Arguments that begin with a dash but aren't options: `raidbook sql "-- a comment"`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from typer import Typer
from typer.core import TyperCommand
from typer.models import CommandFunctionType

END = "--"  # everything after it is an argument


class TextCommand(TyperCommand):
    """A command that distinguishes text from options: the name of an option never has a blank."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words after the command's name."""
        with_value = {
            name
            for param in self.params
            for name in param.opts
            if param.param_type_name == "option" and not getattr(param, "is_flag", False)
        }
        return super().parse_args(ctx, options_first(args, with_value))


class TextTyper(Typer):
    """A command line whose commands distinguish text from options."""

    def command(
        self, *args: Any, **named: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """Return what makes a function a command, as Typer does."""
        return super().command(*args, **{"cls": TextCommand} | named)


def options_first(words: Sequence[str], with_value: set[str]) -> list[str]:
    """Return the words with the options first, then `--`, then the arguments in their order.

    `with_value` are the options that take the next word as their value.
    """
    options: list[str] = []
    arguments: list[str] = []
    left = iter(words)
    for word in left:
        if word == END:
            arguments += left
        elif not _is_option(word):
            arguments.append(word)
        else:
            options.append(word)
            if word in with_value:
                options += [value for value in [next(left, None)] if value is not None]
    return [*options, END, *arguments] if arguments else options


def _is_option(word: str) -> bool:
    name = word.partition("=")[0]
    return len(name) > 1 and name.startswith("-") and len(name.split()) == 1
