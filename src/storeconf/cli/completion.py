"""`storeconf completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from storeconf.cli.base import Command, argument, settings
from storeconf.cli.console import Console
from storeconf.core.text import Text

PROGRAM, VARIABLE = "storeconf", "_STORECONF_COMPLETE"
"""The variable through which click's script asks the program for what may come next."""
INSTALL = {
    "bash": Text(
        "# 装到 bash（4.4 以上）：storeconf completion bash > ~/.local/share/bash-completion/completions/storeconf",
        "# For bash 4.4 or newer: storeconf completion bash > ~/.local/share/bash-completion/completions/storeconf",
    ),
    "zsh": Text(
        "# 装到 zsh：在 ~/.zshrc 的 compinit 之后加一行 source <(storeconf completion zsh)",
        "# For zsh, a line in ~/.zshrc after compinit: source <(storeconf completion zsh)",
    ),
    "fish": Text(
        "# 装到 fish：storeconf completion fish > ~/.config/fish/completions/storeconf.fish",
        "# For fish: storeconf completion fish > ~/.config/fish/completions/storeconf.fish",
    ),
}
TEXT = Text(
    "输出命令补全脚本；第一行写着怎么装。",
    "Print a completion script; its first line says how to install it.",
)


@click.command("completion", cls=Command, text=TEXT)
@argument(
    "shell",
    type=click.Choice(list(INSTALL)),
    label=Text("SHELL", "SHELL"),
    text=Text("bash、zsh 或 fish", "bash, zsh or fish"),
)
def command(shell: str) -> int:
    """Print click's script, unchanged but for the line in front."""
    console = Console(settings())
    found = get_completion_class(shell)
    assert found is not None, f"click knows no {shell}"
    # Not `source()`: for bash it starts a bash to look at its version, and complains to standard error.
    complete = found(click.get_current_context().find_root().command, {}, PROGRAM, VARIABLE)
    script = found.source_template % complete.source_vars()
    console.out(f"{INSTALL[shell].render(console.lang)}\n{script.strip()}")
    return 0
