"""Every command of the command line, found by walking it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from storeconf.cli.main import root

Path = tuple[str, ...]


def every_command() -> list[Path]:
    """The words of every command, groups too; the program itself is the empty one."""
    return list(_walk(root, ()))


def _walk(command: click.Command, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, f"{name} is listed and does not exist"
            yield from _walk(found, (*path, name))


def command_of(path: Path) -> click.Command:
    """The command behind these words."""
    found: click.Command = root
    for name in path:
        assert isinstance(found, click.Group)
        below = found.get_command(click.Context(found), name)
        assert below is not None
        found = below
    return found
