"""Print what cron or systemd need to build this folder: lines to paste, correctly quoted."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from ingest.errors import WrongUseError
from raidbook.settings import Settings

PLAIN = re.compile("[A-Za-z0-9/._-]+")
MINUTE, HOUR = 17, 4  # at night, and not on the hour, when most jobs start


def schedule(settings: Settings) -> str:
    """Return a crontab line, and a service and a timer for systemd, with instructions.

    Raises WrongUseError for a folder whose name neither can hold.
    """
    root = settings.root
    launcher = root / ".venv" / "bin" / "raidbook"
    words = [str(launcher)] if launcher.is_file() else [sys.executable, "-m", "raidbook"]
    command = [*words, "build", "--quiet"]
    if any(character in str(root) for character in "\r\n\0"):
        raise WrongUseError(
            "The name of the folder has a line end, which neither cron nor systemd can read. "
            "Rename the folder."
        )
    return f"""\
# A successful run is silent. A failed run prints what failed and where to look, and ends with exit
# code 1 (refused) or 3 (could not run). cron mails the output, systemd logs it:
# journalctl --user -u raidbook
# To be notified elsewhere, set RAIDBOOK_ON_FAILURE to a command, as shown below.

# 1. cron: add this line with `crontab -e`
{_cron(root, command)}

# 2. or systemd: ~/.config/systemd/user/raidbook.service
[Unit]
Description=Build Raidbook, the warehouse of raids on online-scam centres

[Service]
Type=oneshot
{_unit_lines(root, command)}
# Environment="RAIDBOOK_ON_FAILURE=mail -s 'Raidbook failed' you@example.org"

# ~/.config/systemd/user/raidbook.timer
[Unit]
Description=Build Raidbook every night

[Timer]
OnCalendar=*-*-* {HOUR:02}:{MINUTE:02}:00
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl --user daemon-reload && systemctl --user enable --now raidbook.timer
"""


def _cron(root: Path, command: list[str]) -> str:
    """Return a crontab line, quoted for sh, with % escaped, which would end the command."""
    line = f"cd {_cron_word(str(root))} && {' '.join(map(_cron_word, command))}"
    return f"{MINUTE} {HOUR} * * * {line}"


def _cron_word(word: str) -> str:
    r"""Return a word quoted for sh, each % by itself.

    cron takes \% for a percent sign, but not after another backslash, as a name may have it.
    """
    return '"\\%"'.join(shlex.quote(part) if part else "" for part in word.split("%"))


def _unit_lines(root: Path, command: list[str]) -> str:
    """Return the folder and the command for systemd.

    systemd reads neither the folder nor the program as it reads arguments: no quoting gives it a
    dollar sign in the program, or a blank or backslash at the end of the folder. An odd name is
    therefore an argument of a shell.
    """
    if all(PLAIN.fullmatch(word) for word in (str(root), *command)):
        return f"WorkingDirectory={root}\nExecStart={' '.join(command)}"
    line = f"cd {shlex.quote(str(root))} && exec {shlex.join(command)}"
    return f"ExecStart=/bin/sh -c {_unit_word(line)}"


def _unit_word(word: str) -> str:
    """Return an argument in quotes, with the characters escaped that systemd takes for its own."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
