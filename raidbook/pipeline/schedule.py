"""Print what cron or systemd need to build this folder: lines to paste, correctly quoted."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from raidbook.settings import Settings

MINUTE, HOUR = 17, 4  # at night, and not on the hour, when most jobs start


def schedule(settings: Settings) -> str:
    """Return a crontab line, and a service and a timer for systemd, with instructions."""
    root = settings.root
    launcher = root / ".venv" / "bin" / "raidbook"
    words = [str(launcher)] if launcher.is_file() else [sys.executable, "-m", "raidbook"]
    command = [*words, "build", "--quiet"]
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
WorkingDirectory={_unit_path(root)}
ExecStart={" ".join(_unit_word(word) for word in command)}
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
    line = f"cd {shlex.quote(str(root))} && {shlex.join(command)}"
    return f"{MINUTE} {HOUR} * * * {line.replace('%', chr(92) + '%')}"


def _unit_path(path: Path) -> str:
    """Return a path for WorkingDirectory=, which takes the rest of the line literally."""
    return str(path).replace("%", "%%")


def _unit_word(word: str) -> str:
    """Return a word of ExecStart=: quoted if needed, with systemd's special characters doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if set(escaped) & set(" \t'\";") else escaped
