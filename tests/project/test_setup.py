"""Setting up: `scripts/setup.py` in a folder of its own, with wheels made here and the real uv."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from support import ROOT, environment

from scripts import setup
from scripts.setup import EXTRAS, RUN, UV, UV_PART, index_settings, read_lock

pytestmark = pytest.mark.slow  # each makes an environment


class Yard:
    """A project of one script, its locks, and a folder of wheels in the place of an index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wheels = root / "wheels"
        self.wheels.mkdir(parents=True)
        (root / "scripts").mkdir()
        shutil.copy2(ROOT / "scripts" / "setup.py", root / "scripts")
        version = next(iter(UV_PART.entries.values())).split()[0].partition("==")[2]
        program = {f"uv-{version}.data/scripts/uv": UV.read_bytes()}
        self.lock("-uv", [self.wheel("uv", version, program)])
        self.lock("", [])
        for name in ("dev", "spark", "peers"):
            self.lock(f"-{name}", [])

    def wheel(self, name: str, version: str, files: dict[str, bytes] | None = None) -> str:
        """Make a wheel; return its entry in a lock."""
        info = f"{name}-{version}.dist-info"
        files = files or {f"{name}.py": f"VERSION = '{version}'\n".encode()}
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        files |= {
            f"{info}/METADATA": about.encode(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        lines = [f"{info}/RECORD,,"]
        for inside, data in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{inside},sha256={digest},{len(data)}")
        files[f"{info}/RECORD"] = "\n".join(lines).encode()
        path = self.wheels / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            for inside, data in files.items():
                entry = zipfile.ZipInfo(inside)
                entry.external_attr = 0o100755 << 16
                archive.writestr(entry, data)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"

    def lock(self, suffix: str, entries: list[str]) -> None:
        (self.root / f"requirements{suffix}.lock").write_text("".join(entries))

    def command(self, *words: str) -> tuple[list[str], dict[str, str]]:
        changes = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "UV_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "UV_CACHE_DIR": str(self.root / "cache"),
        }
        return [sys.executable, str(self.root / "scripts/setup.py"), *words], environment(**changes)

    def set_up(self, *words: str, code: int = 0) -> str:
        """Set up; return what it prints on both streams."""
        command, variables = self.command(*words)
        done = subprocess.run(
            command, env=variables, capture_output=True, text=True, check=False, cwd="/"
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def installed(self) -> dict[str, str]:
        """The versions of what is installed, but for pip and what comes with it."""
        names = [
            p.name for p in (self.root / ".venv").glob("lib/python3*/site-packages/*.dist-info")
        ]
        found = dict(name.removesuffix(".dist-info").split("-") for name in names)
        return {
            name: version for name, version in found.items() if name not in ("pip", "setuptools")
        }


@pytest.fixture
def yard(tmp_path: Path) -> Yard:
    made = Yard(tmp_path / "a yard")
    made.lock("", [made.wheel("alpha", "1.0"), made.wheel("beta", "1.0")])
    made.lock("-dev", [made.wheel("gamma", "1.0")])
    return made


def test_a_build_needs_less_than_the_tests_and_neither_is_done_twice(yard: Yard) -> None:
    assert "setup     making .venv" in yard.set_up()
    assert yard.installed == {"alpha": "1.0", "beta": "1.0"}
    assert os.access(yard.root / ".venv/bin/raidbook", os.X_OK)
    assert yard.set_up() == ""
    assert yard.set_up("dev") == "setup     installing requirements-dev.lock\n"
    assert yard.installed == {"alpha": "1.0", "beta": "1.0", "gamma": "1.0"}
    assert yard.set_up("dev") == ""
    assert yard.set_up() == ""


def test_a_launcher_of_an_older_project_is_written_anew(yard: Yard) -> None:
    yard.set_up()
    launcher = yard.root / ".venv/bin/raidbook"
    written = launcher.read_text()
    launcher.write_text("#!/bin/sh\nexec python -m another_package\n")
    assert yard.set_up() == ""
    assert launcher.read_text() == written


def test_a_changed_lock_patches_the_environment(yard: Yard) -> None:
    yard.set_up("dev")
    kept = yard.root / ".venv" / "kept"
    kept.touch()
    yard.lock("", [yard.wheel("alpha", "2.0"), yard.wheel("delta", "1.0")])
    assert yard.set_up() == "setup     installing requirements.lock\n"
    assert yard.installed == {"alpha": "2.0", "delta": "1.0", "gamma": "1.0"}
    assert kept.exists()


def test_without_uv_pip_does_the_same(yard: Yard) -> None:
    (yard.wheels / next(p.name for p in yard.wheels.glob("uv-*"))).unlink()
    assert "uv can't install the packages; trying pip" in yard.set_up("dev")
    assert yard.installed == {"alpha": "1.0", "beta": "1.0", "gamma": "1.0"}
    yard.lock("", [yard.wheel("alpha", "2.0"), yard.wheel("delta", "1.0")])
    yard.set_up()
    assert yard.installed == {"alpha": "2.0", "delta": "1.0", "gamma": "1.0"}


def test_another_file_than_the_locked_one_is_refused(yard: Yard) -> None:
    yard.set_up()
    yard.lock("", [yard.wheel("alpha", "1.0"), yard.wheel("delta", "1.0")])
    with (yard.wheels / "delta-1.0-py3-none-any.whl").open("ab") as stream:
        stream.write(b"more")
    assert "The locked packages could not be installed" in yard.set_up(code=3)
    assert "delta" not in yard.installed
    yard.lock("", [yard.wheel("alpha", "1.0"), yard.wheel("delta", "1.0")])
    assert "making .venv" not in yard.set_up()
    assert yard.installed == {"alpha": "1.0", "delta": "1.0"}


def test_an_interrupted_set_up_begins_again(yard: Yard) -> None:
    command, variables = yard.command()
    for is_first in (True, False):  # interrupted while it is made, and while it is patched
        with subprocess.Popen(
            command, env=variables, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            assert process.stdout is not None
            while "installing" not in process.stdout.readline():
                pass
            os.killpg(process.pid, signal.SIGKILL)
        assert not (yard.root / ".venv/.lock-sha256").exists()
        (yard.root / ".venv" / "stray").touch()
        assert "making .venv" in yard.set_up()
        assert not (yard.root / ".venv" / "stray").exists()
        assert yard.installed["alpha"] == ("1.0" if is_first else "2.0")
        yard.lock("", [yard.wheel("alpha", "2.0")])


def test_a_part_that_there_is_not_is_named(yard: Yard) -> None:
    assert "no set-up 'devel'. There are dev, spark, peers" in yard.set_up("devel", code=2)


def test_uv_looks_where_pip_is_set_to_look() -> None:
    listed = (
        "global.index-url='https://user:a=b@packages.example/simple'\n"
        "global.extra-index-url='\\nhttps://one.example/simple\\nfile:///two'\n"
        "install.find-links='/wheels /more'\n"
        "global.timeout='60'\n:env:.cert='/here.pem'\nuser.cert='/there.pem'\n"
    )
    assert index_settings(listed) == {
        "UV_DEFAULT_INDEX": "https://user:a=b@packages.example/simple",
        "UV_INDEX": "https://one.example/simple file:///two",
        "SSL_CERT_FILE": "/here.pem",
        "UV_FIND_LINKS": "/wheels,/more",
    }
    assert index_settings("") == {}


def test_the_locks_are_read_whole() -> None:
    for path in (part.lock for part in (RUN, *EXTRAS, UV_PART)):
        text = path.read_text(encoding="utf-8")
        assert "".join(read_lock(path).values()) == text
        assert len(read_lock(path)) == len(re.findall("==", text)) - text.count(" == '")


def test_a_second_set_up_waits_for_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    handle = os.open(setup.ROOT, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [handle]).start()
    began = time.monotonic()
    with setup._one_at_a_time():
        assert time.monotonic() - began > 0.2
    assert capsys.readouterr().out == "setup     waiting for another set-up of this folder\n"


def test_packages_that_are_missing_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    digest = "    --hash=sha256:00\n"
    lock.write_text(
        f"duckdb==1 \\\n{digest}not-there==1 \\\n{digest}"
        f"elsewhere==1 ; sys_platform == 'none' \\\n{digest}"
    )
    part = setup.Part("", lock, tmp_path / "stamp")
    assert setup._missing([part]) == ["not-there"]
