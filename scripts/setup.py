"""Make the project's own environment in `.venv`, from the locks and nothing else.

    python3 scripts/setup.py [dev] [spark] [peers]

Without a word it installs what a build needs (`requirements.lock`); each word adds the lock of that
name on top (`requirements-dev.lock`, ...). Runs on any Python from 3.11 on, with the standard
library only. uv does the work: pip installs it into `.venv/uv`, from `requirements-uv.lock`. Where
uv can't be had, pip does the work itself, in four times the time.

Each lock's sha256 stands in a file of `.venv`, written last. A call with the same locks does
nothing; after a change only the packages that differ are exchanged; a set-up that was interrupted
is begun again.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "uv" / "bin" / "uv"
NO_WHEEL = "pyspark"  # published as a source archive alone: its wheel is made here


@dataclass(frozen=True)
class Part:
    """A lock, and the file in `.venv` that says which state of it is installed."""

    name: str  # of the extra in pyproject.toml; empty for what a build needs
    lock: Path
    stamp: Path
    size: str = ""

    @property
    def entries(self) -> dict[str, str]:
        """The text of each package's entry, with its hashes, by its name."""
        return read_lock(self.lock)

    @property
    def is_current(self) -> bool:
        """Whether `.venv` holds this state of the lock."""
        wanted = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return self.stamp.is_file() and self.stamp.read_text().strip() == wanted

    def set_current(self) -> None:
        """Note that `.venv` holds this state of the lock."""
        self.stamp.write_text(hashlib.sha256(self.lock.read_bytes()).hexdigest() + "\n")


def _part(name: str, size: str = "") -> Part:
    suffix, prefix = (f"-{name}", f".{name}-") if name else ("", ".")
    lock = ROOT / f"requirements{suffix}.lock"
    return Part(name, lock, VENV / f"{prefix}lock-sha256", size)


RUN = _part("")
EXTRAS = (_part("dev"), _part("spark", "450 MB"), _part("peers"))
UV_PART = Part("uv", ROOT / "requirements-uv.lock", VENV / "uv" / ".lock-sha256")

# What pip would install names the folder it was installed in; this one finds its own, so that the
# whole folder can be copied elsewhere, and hands on from where it was called.
LAUNCHER = """#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
RAIDBOOK_CALLED_FROM=$PWD
export RAIDBOOK_CALLED_FROM
cd -- "$here/../.." || exit 3
exec "$here/python" -m raidbook "$@"
"""

# Hashes say which file is right, so that it may come from any index, as with pip.
ANY_INDEX = ("--index-strategy", "unsafe-best-match")

# pip's settings that say where packages come from, and what uv calls them
INDEX_SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}


def main(words: Iterable[str] = ()) -> int:
    """Make the environment, or bring it up to date; return 0, or 3 with a sentence if it fails."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one may call this)
        found = ".".join(map(str, sys.version_info[:3]))
        return _fail(f"Raidbook needs Python 3.11 or later; this is {found}.")
    named = {part.name: part for part in EXTRAS}
    unknown = sorted(set(words) - set(named))
    if unknown:
        return _fail(f"There is no set-up '{unknown[0]}'; there are {', '.join(named)}.", code=2)
    wanted = [RUN, *(named[word] for word in words)]
    if PYTHON.exists() and all(part.is_current for part in wanted):
        _write_launcher()
        return 0
    # An environment without the first stamp is one whose set-up was interrupted.
    if not (PYTHON.exists() and RUN.stamp.is_file()):
        print("setup     making .venv (once, half a minute)", flush=True)
        problem = _make()
        if problem:
            return _fail(f"can't make .venv: {problem}. On Debian, install python3-venv.")
    installed = [part for part in (RUN, *EXTRAS) if part in wanted or part.stamp.is_file()]
    changed = [part for part in installed if not part.is_current]
    before = [(part, part.stamp.read_text()) for part in installed if part.stamp.is_file()]
    for part, _ in before:
        part.stamp.unlink()
    for part in changed:
        size = f" ({part.size})" if part.size else ""
        print(f"setup     installing {part.lock.name}{size}", flush=True)
    if not _install(installed):
        for part, stamp in before:  # it ended by itself, so what it left can be brought up to date
            part.stamp.write_text(stamp)
        return _fail("the locked packages could not be installed; see above.")
    _write_launcher()
    os.sync()
    for part in reversed(installed):
        part.set_current()
    return 0


def _write_launcher() -> None:
    """Write the launcher, unless it is this one already: an older one names an older package."""
    launcher = VENV / "bin" / "raidbook"
    if not launcher.is_file() or launcher.read_text() != LAUNCHER:
        launcher.write_text(LAUNCHER)
        launcher.chmod(0o755)


def uv() -> Path | None:
    """Return the locked uv, installed beside the packages where it is not yet; None if it can't be.

    The environment has to be there.
    """
    if UV.exists() and UV_PART.is_current:
        return UV
    shutil.rmtree(UV.parent.parent, ignore_errors=True)
    if not _pip("--target", str(UV.parent.parent), "-r", str(UV_PART.lock)) or not UV.exists():
        return None
    UV_PART.set_current()
    return UV


def environment_of_uv() -> dict[str, str]:
    """Return the environment for uv, which looks for packages where pip is set to look.

    uv doesn't read pip's settings. What is set for uv itself prevails.
    """
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    return index_settings(done.stdout) | os.environ


def index_settings(listed: str) -> dict[str, str]:
    """Return pip's settings, as `pip config list` prints them, as the variables that uv reads."""
    found: dict[str, str] = {}
    # pip itself lets the environment prevail over its files
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        key, is_setting, value = line.partition("=")
        variable = INDEX_SETTINGS.get(key.rpartition(".")[2])
        if is_setting and variable:
            between = "," if variable == "UV_FIND_LINKS" else " "
            found[variable] = between.join(str(ast.literal_eval(value)).split())
    return found


def read_lock(path: Path) -> dict[str, str]:
    """Return the text of each entry of a lock, with its hashes, by the package's name."""
    entries = re.findall(r"^[a-z0-9].*(?:\n +--hash.*)+\n", path.read_text(), re.MULTILINE)
    return {entry.partition("==")[0]: entry for entry in entries}


def _fail(sentence: str, code: int = 3) -> int:
    print(f"setup     {sentence}", file=sys.stderr)
    return code


def _make() -> str | None:
    """Make an empty environment in place of any other; return what went wrong."""
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        return str(error)
    return None


def _install(parts: Iterable[Part]) -> bool:
    """Make the environment hold the packages of `parts` and no others.

    First what has wheels, setuptools among it, then with that what has none: whatever is used to
    make a wheel is locked too, and nothing is fetched beside the locks.
    """
    entries: dict[str, str] = {}
    for part in parts:
        entries |= part.entries
    made_here = {name: entries.pop(name) for name in [NO_WHEEL] if name in entries}
    with tempfile.TemporaryDirectory() as folder:
        return _exchange(_write(Path(folder) / "wheels.lock", entries), entries) and (
            not made_here
            or _pip(
                *("--no-binary", NO_WHEEL, "--no-build-isolation"),
                *("-r", str(_write(Path(folder) / "made.lock", made_here))),
            )
        )


def _exchange(lock: Path, entries: Mapping[str, str]) -> bool:
    tool = uv()
    if tool is not None and _sync(tool, lock):
        return True
    print("setup     uv can't install them; pip tries (some minutes)", flush=True)
    return _pip("-r", str(lock)) and _remove_others(entries)


def _sync(tool: Path, lock: Path) -> bool:
    sync = [str(tool), "pip", "sync", "--quiet", "--python", str(PYTHON), *ANY_INDEX]
    rules = ["--require-hashes", "--only-binary", ":all:"]
    try:
        done = subprocess.run(
            [*sync, *rules, str(lock)], cwd=ROOT, env=environment_of_uv(), check=False
        )
    except OSError as error:  # a file system that runs no programs, another kind of processor
        print(f"setup     uv can't run: {error}", file=sys.stderr)
        return False
    return done.returncode == 0


def _pip(*words: str) -> bool:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    return subprocess.run([*pip, *rules, *words], cwd=ROOT, check=False).returncode == 0


def _remove_others(entries: Mapping[str, str]) -> bool:
    """Remove what no lock names, as uv does by itself."""
    listed = subprocess.run(
        [str(PYTHON), "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=False,
    )
    names = re.findall(r"^([^=\s]+)==", listed.stdout, re.MULTILINE)
    kept = {*entries, "pip", "setuptools"}
    others = [name for name in names if re.sub(r"[-_.]+", "-", name).lower() not in kept]
    if not others:
        return True
    remove = [str(PYTHON), "-m", "pip", "uninstall", "--quiet", "--yes", *others]
    return subprocess.run(remove, cwd=ROOT, check=False).returncode == 0


def _write(path: Path, entries: Mapping[str, str]) -> Path:
    path.write_text("".join(entries.values()))
    return path


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
