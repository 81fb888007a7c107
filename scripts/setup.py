"""Make the project's environment in `.venv`, from the locks only.

    python3 scripts/setup.py [dev] [spark] [peers]

Without an argument it installs what a build needs (`requirements.lock`). Each argument adds the
lock of that name (`requirements-dev.lock`, ...). It runs on Python 3.11 or later, with the standard
library only. pip installs uv into `.venv/uv` from `requirements-uv.lock`, and uv installs the
packages. If uv can't be installed, pip installs the packages, which takes four times as long.

A file in `.venv`, written last, has the sha256 of each lock. A call with the same locks does
nothing. After a change of the locks, only packages that differ are replaced. A set-up that was
interrupted starts again.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "uv" / "bin" / "uv"
NO_WHEEL = "pyspark"  # published only as a source archive: its wheel is built here


@dataclass(frozen=True)
class Part:
    """A lock, and the stamp: the file in `.venv` with the sha256 of the installed lock."""

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
        """Whether this version of the lock is installed in `.venv`."""
        wanted = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return self.stamp.is_file() and self.stamp.read_text().strip() == wanted

    def set_current(self) -> None:
        """Record that this version of the lock is installed in `.venv`."""
        self.stamp.write_text(hashlib.sha256(self.lock.read_bytes()).hexdigest() + "\n")


def _part(name: str, size: str = "") -> Part:
    suffix, prefix = (f"-{name}", f".{name}-") if name else ("", ".")
    lock = ROOT / f"requirements{suffix}.lock"
    return Part(name, lock, VENV / f"{prefix}lock-sha256", size)


RUN = _part("")
EXTRAS = (_part("dev"), _part("spark", "450 MB"), _part("peers"))
UV_PART = Part("uv", ROOT / "requirements-uv.lock", VENV / "uv" / ".lock-sha256")

# pip's launcher would contain an absolute path. This one finds its folder, so that the project can
# be copied elsewhere, also through links, and passes on the folder it was called from.
LAUNCHER = """#!/bin/sh
self=$0
while [ -L "$self" ]; do
    link=$(readlink -- "$self") || exit 3
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
here=$(CDPATH= cd -- "$(dirname -- "$self")" && pwd) || exit 3
RAIDBOOK_CALLED_FROM=$PWD
export RAIDBOOK_CALLED_FROM
cd -- "$here/../.." || exit 3
if [ ! -x "$here/python" ]; then
    echo "The environment in .venv is not complete. Delete .venv and run \\`make setup\\`." >&2
    exit 3
fi
exec "$here/python" -m raidbook "$@"
"""

# Printed in the form of the locks' names.
LIST_PACKAGES = """
import re
from importlib.metadata import distributions
for found in distributions():
    print(re.sub("[-_.]+", "-", found.metadata["Name"]).lower())
"""

# Hashes identify the right file, so that it may come from any index, as with pip.
ANY_INDEX = ("--index-strategy", "unsafe-best-match")

# pip's settings for the sources of packages, and their names in uv.
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
    """Make or update the environment; return 0, or 3 with a sentence if it fails."""
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one may call this)
        found = ".".join(map(str, sys.version_info[:3]))
        return _fail(f"Raidbook needs Python 3.11 or later, but this is {found}.")
    named = {part.name: part for part in EXTRAS}
    unknown = sorted(set(words) - set(named))
    if unknown:
        return _fail(f"There is no set-up '{unknown[0]}'. There are {', '.join(named)}.", code=2)
    with _one_at_a_time():
        return _set_up([RUN, *(named[word] for word in words)])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the lock of the project's folder. Another set-up waits, and says so."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("setup     waiting for another set-up of this folder", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(handle)


def _set_up(wanted: list[Part]) -> int:
    """Make or update the environment with these parts, unless it is current."""
    if PYTHON.exists() and all(part.is_current for part in wanted):
        _write_launcher()
        return 0
    # If the first stamp is missing, the set-up was interrupted.
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
        for part, stamp in before:  # it wasn't interrupted, so the environment can be updated
            part.stamp.write_text(stamp)
        return _fail("The locked packages could not be installed. See above.")
    if missing := _missing(installed):
        return _fail(f"Installed, but then missing: {', '.join(missing)}. Run this again.")
    _write_launcher()
    os.sync()
    for part in reversed(installed):
        part.set_current()
    return 0


def _missing(parts: Iterable[Part]) -> list[str]:
    """Return the locked packages that the environment lacks, after it was set up."""
    listed = subprocess.run(
        [str(PYTHON), "-I", "-c", LIST_PACKAGES], capture_output=True, text=True, check=False
    )
    found = set(listed.stdout.split())
    # What has a marker is not for every machine.
    wanted = {n for part in parts for n, entry in part.entries.items() if ";" not in entry}
    return sorted(wanted - found)


def _write_launcher() -> None:
    """Write the launcher, unless it is current: an older one may name an older package."""
    launcher = VENV / "bin" / "raidbook"
    if not launcher.is_file() or launcher.read_text() != LAUNCHER:
        launcher.write_text(LAUNCHER)
        launcher.chmod(0o755)


def uv() -> Path | None:
    """Return the path of the locked uv, after installing it if needed; None if that fails.

    The environment must exist.
    """
    if UV.exists() and UV_PART.is_current:
        return UV
    shutil.rmtree(UV.parent.parent, ignore_errors=True)
    if not _pip("--target", str(UV.parent.parent), "-r", str(UV_PART.lock)) or not UV.exists():
        return None
    UV_PART.set_current()
    return UV


def environment_of_uv() -> dict[str, str]:
    """Return the environment variables for uv, so that it uses the package sources of pip.

    uv doesn't read pip's settings. Settings for uv itself take precedence.
    """
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    return index_settings(done.stdout) | os.environ


def index_settings(listed: str) -> dict[str, str]:
    """Convert pip's settings, as `pip config list` prints them, to the variables that uv reads."""
    found: dict[str, str] = {}
    # As in pip, the environment takes precedence over files.
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
    """Make an empty environment, replacing any other; return what went wrong, or None."""
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        return str(error)
    return None


def _install(parts: Iterable[Part]) -> bool:
    """Install the packages of `parts` into the environment, and remove all others.

    Packages with wheels come first, since they include setuptools, which builds the wheel of the
    package that has none. So the build tools are locked too, and nothing else is fetched.
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
    print("setup     uv can't install the packages; trying pip (some minutes)", flush=True)
    return _pip("-r", str(lock)) and _remove_others(entries)


def _sync(tool: Path, lock: Path) -> bool:
    # as pip does: where Python may write no bytecode, every start would compile the packages anew
    compiled = "--compile-bytecode"
    sync = [str(tool), "pip", "sync", "--quiet", compiled, "--python", str(PYTHON), *ANY_INDEX]
    rules = ["--require-hashes", "--only-binary", ":all:"]
    try:
        done = subprocess.run(
            [*sync, *rules, str(lock)], cwd=ROOT, env=environment_of_uv(), check=False
        )
    except OSError as error:  # a noexec file system, or another kind of processor
        print(f"setup     uv can't run: {error}", file=sys.stderr)
        return False
    return done.returncode == 0


def _pip(*words: str) -> bool:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    return subprocess.run([*pip, *rules, *words], cwd=ROOT, check=False).returncode == 0


def _remove_others(entries: Mapping[str, str]) -> bool:
    """Remove packages that are in no lock, as uv does by default."""
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
