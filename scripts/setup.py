"""Make the project's own environment in `.venv`, from `requirements.lock` and nothing else.

Runs on any Python from 3.11 on, with the standard library only. A second call with the same lock
does nothing: the lock's sha256 stands in `.venv/.lock-sha256`, written last, so a set-up that was
interrupted is begun again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".lock-sha256"

# What pip would install names the folder it was installed in; this one finds its own, so that the
# whole folder can be copied elsewhere, and hands on from where it was called.
LAUNCHER = """#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
RAIDBOOK_CALLED_FROM=$PWD
export RAIDBOOK_CALLED_FROM
cd -- "$here/../.." || exit 3
exec "$here/python" -m warehouse "$@"
"""


def main() -> int:
    """Make or renew the environment; return 0, or 3 with one sentence where it can't be made."""
    if sys.version_info < (3, 11):  # noqa: UP036  (an older one may call this)
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Raidbook needs Python 3.11 or later; this is {found}.", file=sys.stderr)
        return 3
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    python = VENV / "bin" / "python"
    if STAMP.is_file() and STAMP.read_text().strip() == wanted and python.exists():
        return 0
    print("setup     making .venv from requirements.lock (once, some minutes)", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"setup     can't make .venv: {error}. On Debian, install python3-venv.",
            file=sys.stderr,
        )
        return 3
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(LOCK)],
        cwd=ROOT,
        check=False,
    )
    if done.returncode != 0:
        print("setup     pip could not install requirements.lock; see above.", file=sys.stderr)
        return 3
    launcher = VENV / "bin" / "raidbook"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    STAMP.write_text(wanted + "\n")
    os.sync()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
