"""A command whose standard output and error are a terminal, as a person has them."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
from collections.abc import Mapping, Sequence


def seen_on_a_terminal(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Everything that appears on the screen."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=other, stderr=other, env={**os.environ, **environment}
    )
    os.close(other)
    seen = b""
    # The kernel ends the last read of a terminal whose program is gone with an error instead of an empty result.
    with contextlib.suppress(OSError):
        while block := os.read(main, 65536):
            seen += block
    os.close(main)
    process.wait(timeout=60)
    return seen.decode("utf-8")
