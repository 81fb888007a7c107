"""Make the project's own environment in `.venv`, from `requirements.lock` and nothing else.

Runs on any Python from 3.11 on, with the standard library only. A second call with the same lock
does nothing: the lock's sha256 stands in `.venv/.lock-sha256`, written last, so a set-up that was
interrupted is begun again. `--spark` adds `requirements-spark.lock` to it, likewise, and `--peers`
adds `requirements-peers.lock`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".lock-sha256"
SPARK_LOCK = ROOT / "requirements-spark.lock"
SPARK_STAMP = VENV / ".spark-lock-sha256"
PEERS_LOCK = ROOT / "requirements-peers.lock"
PEERS_STAMP = VENV / ".peers-lock-sha256"
NO_WHEEL = "pyspark"  # published as a source archive alone: its wheel is made here

# What pip would install names the folder it was installed in; this one finds its own, so that the
# whole folder can be copied elsewhere, and hands on from where it was called.
LAUNCHER = """#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
RAIDBOOK_CALLED_FROM=$PWD
export RAIDBOOK_CALLED_FROM
cd -- "$here/../.." || exit 3
exec "$here/python" -m raidbook "$@"
"""


def main() -> int:
    """Make or renew the environment; return 0, or 3 with one sentence where it can't be made."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one may call this)
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Raidbook needs Python 3.11 or later; this is {found}.", file=sys.stderr)
        return 3
    python = VENV / "bin" / "python"
    if _is_made(STAMP, LOCK) and python.exists():
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
    if not _install("-r", str(LOCK)):
        print("setup     pip could not install requirements.lock; see above.", file=sys.stderr)
        return 3
    launcher = VENV / "bin" / "raidbook"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    _stamp(STAMP, LOCK)
    return 0


def add_spark() -> int:
    """Add what `make spark` needs to the environment; return 0, or 3 where it can't be added.

    First what has wheels, setuptools among it, then with that what has none: whatever is used to
    make a wheel is locked too, and nothing is fetched beside the lock.
    """
    if _is_made(SPARK_STAMP, SPARK_LOCK):
        return 0
    print("setup     adding requirements-spark.lock to .venv (once, 450 MB)", flush=True)
    entries = re.findall(r"^[a-z0-9].*(?:\n +--hash.*)+", SPARK_LOCK.read_text(), re.MULTILINE)
    for is_made_here, more in ((False, ()), (True, ("--no-binary", NO_WHEEL))):
        part = VENV / "spark-part.lock"
        part.write_text(
            "".join(e + "\n" for e in entries if e.startswith(f"{NO_WHEEL}==") is is_made_here)
        )
        is_done = _install(*more, "--no-build-isolation", "-r", str(part))
        part.unlink()
        if not is_done:
            print(
                "setup     pip could not install requirements-spark.lock; see above.",
                file=sys.stderr,
            )
            return 3
    _stamp(SPARK_STAMP, SPARK_LOCK)
    return 0


def add_peers() -> int:
    """Add what others load records with, to measure beside; return 0, or 3 where it can't be."""
    if _is_made(PEERS_STAMP, PEERS_LOCK):
        return 0
    print("setup     adding requirements-peers.lock to .venv (once)", flush=True)
    if not _install("-r", str(PEERS_LOCK)):
        print(
            "setup     pip could not install requirements-peers.lock; see above.", file=sys.stderr
        )
        return 3
    _stamp(PEERS_STAMP, PEERS_LOCK)
    return 0


def _is_made(stamp: Path, lock: Path) -> bool:
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    return stamp.is_file() and stamp.read_text().strip() == wanted


def _stamp(stamp: Path, lock: Path) -> None:
    stamp.write_text(hashlib.sha256(lock.read_bytes()).hexdigest() + "\n")
    os.sync()


def _install(*words: str) -> bool:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    rules = ["--disable-pip-version-check", "--require-hashes", "--no-deps"]
    done = subprocess.run([*pip, *rules, "--only-binary", ":all:", *words], cwd=ROOT, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    more = {"--spark": add_spark, "--peers": add_peers}
    raise SystemExit(main() or max((more[word]() for word in sys.argv[1:]), default=0))
