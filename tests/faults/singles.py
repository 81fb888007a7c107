"""Single faults, by the command line in a yard: exit code, one sentence, live file unchanged.

What is tried elsewhere is not repeated: a model or a test of dbt that fails and an expectation that
fails (tests/build/test_dbt.py, test_deliveries.py, test_seven_cases.py), a lock that is held
(tests/build/test_flow_interrupted.py).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from support import environment

from faults.yard import Yard, must, newest
from ingest import landing

# what is written in C keeps the real classes: it would die of others
LAST_YEAR = """
import datetime, duckdb, numpy, pandas, pyarrow, time
back = 400 * 86400
real, real_time = datetime.datetime, time.time
class Then(real):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) - datetime.timedelta(seconds=back)
class Day(datetime.date):
    @classmethod
    def today(cls):
        return Then.now().date()
datetime.datetime, datetime.date, time.time = Then, Day, lambda: real_time() - back
"""
Done = subprocess.CompletedProcess[str]


def _sentence(done: Done, code: int, *words: str) -> None:
    """Check that a command ended with `code`, and with one sentence that has `words`."""
    said = done.stderr.strip()
    must(done.returncode == code, f"ended with {done.returncode}, not {code}: {said}")
    must("Traceback" not in said + done.stdout, f"a trace is shown: {said}")
    must("unexpected error" not in said, f"nobody foresaw: {said}")
    must(len(said.splitlines()) == 1, f"not one sentence: {said}")
    for word in words:
        must(word in said, f"'{word}' is not in: {said}")


@contextmanager
def _live_untouched(yard: Yard) -> Iterator[None]:
    before = landing.digest(yard.here.live)
    yield
    must(landing.digest(yard.here.live) == before, "the live file was touched")


def can_mount() -> bool:
    """Return whether this process may mount, in a space of its own."""
    if shutil.which("unshare") is None:
        return False
    tried = ["unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def _in_own_mounts(yard: Yard, mount: str, *words: str) -> Done:
    """Run the command line where `mount` was run first; outside of it nothing is mounted."""
    command = shlex.join([sys.executable, "-m", "raidbook", *words])
    return subprocess.run(
        # the hash of the live file as it is within these mounts, last of all
        [
            *("unshare", "-m", "sh", "-c"),
            f"{mount} || exit 9; {command}; code=$?; "
            f"sha256sum < {shlex.quote(str(yard.here.live))}; exit $code",
        ],
        cwd=yard.root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def full_disk(yard: Yard, megabytes: int) -> str | None:
    """Build where only so much room is left. Without mounts no file may grow beyond that."""
    var = yard.here.var
    with _live_untouched(yard):
        if can_mount():
            twin = yard.root.parent / "twin"
            shutil.copytree(var, twin, symlinks=True)
            used = sum(p.stat().st_size for p in twin.rglob("*") if p.is_file()) // 2**20
            here = shlex.quote(str(var))
            free = f"$(( $(df -Pk {here} | awk 'NR == 2 {{ print $4 }}') - {megabytes * 1024} ))"
            mount = (
                f"mount -t tmpfs -o size={used + 300}m tmpfs {here} && "
                f"cp -a {shlex.quote(str(twin))}/. {here}/ && "
                f"head -c {free}k /dev/zero > {here}/filler"
            )
            done = _in_own_mounts(yard, mount, "build", "--force", "--no-export")
            shutil.rmtree(twin)
            is_same = done.stdout.split()[-2:-1] == [landing.digest(yard.here.live)]
            if megabytes and done.returncode == 0:
                return "what the build took away first made room enough"
            must(is_same, f"the live file on the full disk was touched: {done.stderr}")
        else:
            command = shlex.join(
                [sys.executable, "-m", "raidbook", "build", "--force", "--no-export"]
            )
            done = subprocess.run(
                ["sh", "-c", f"ulimit -f {megabytes * 2048} && {command}"],
                cwd=yard.root,
                env=environment(),
                capture_output=True,
                text=True,
                check=False,
            )
    said = done.stderr.strip().splitlines()
    must(done.returncode == 3, f"a full disk ended with {done.returncode}: {said}")
    must("Traceback" not in done.stderr, f"a trace is shown: {said}")
    printed = [line for line in said if line.startswith("build ")]
    must(len(printed) == 1, f"not one sentence about the build: {said}")
    return None


def read_only_folder(yard: Yard, *words: str) -> None:
    """Run a command where var can't be written, or a user who may not."""
    var = shlex.quote(str(yard.here.var))
    with _live_untouched(yard):
        if can_mount():
            mount = f"mount --bind {var} {var} && mount -o remount,ro,bind {var}"
            done = _in_own_mounts(yard, mount, *words)
        else:
            must(os.geteuid() != 0, "root needs mounts to see a read-only folder")
            folders = [yard.here.var, *(p for p in yard.here.var.rglob("*") if p.is_dir())]
            modes = {folder: folder.stat().st_mode for folder in folders}
            try:
                for folder in folders:
                    folder.chmod(0o555)
                done = yard.run(*words)
            finally:
                for folder, mode in modes.items():
                    folder.chmod(mode)
    _sentence(done, 3)


def corrupt_landed_file(yard: Yard) -> None:
    """Change one byte of a landed file."""
    first = landing.deliveries(yard.here.landing)[0]
    path = first.path(yard.here.landing)
    good = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(bytes([good[0] ^ 1]) + good[1:])
    try:
        with _live_untouched(yard):
            done = yard.run("build", "--force", "--no-export")
        _sentence(done, 3, first.file_name, "damaged", "The live file is unchanged.")
    finally:
        path.write_bytes(good)
        path.chmod(0o444)


def _replace_live(yard: Yard, change: Callable[[bytes], bytes]) -> None:
    """Put a damaged copy in the place of the live file; the kept one stays whole."""
    whole = yard.here.live.read_bytes()
    yard.here.live.unlink()
    yard.here.live.write_bytes(change(whole))


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "no database": lambda whole: b"text\n" * (len(whole) // 5),
    "other bytes in the middle": lambda whole: (
        whole[: len(whole) // 3] + bytes(200_000) + whole[len(whole) // 3 + 200_000 :]
    ),
}


def corrupt_live_file(yard: Yard, damage: str) -> None:
    """Damage the live file: commands say so and end with 3; an earlier build can be restored."""
    build_id = newest(yard.here.live)
    _replace_live(yard, DAMAGES[damage])
    if damage != "other bytes in the middle":  # then most of it can still be read
        for words in (("status",), ("sql", "select 1"), ("export",)):
            with _live_untouched(yard):
                _sentence(yard.run(*words), 3)
    done = yard.run("rollback", build_id)
    must(done.returncode == 0, f"rollback: {done.stderr}")
    must(newest(yard.here.live) == build_id, "another build is live")
    yard.check_live()


def corrupt_live_file_built(yard: Yard, damage: str) -> None:
    """Damage the live file: the next build reports it and makes it again."""
    _replace_live(yard, DAMAGES[damage])
    done = yard.run("build", "--no-export")
    must(done.returncode == 0, done.stdout + done.stderr)
    yard.learn()
    yard.check_live()
    yard.check_clean()


def clock_back(yard: Yard) -> None:
    """Deliver and build with a clock that jumped back by 400 days."""
    folder = yard.root.parent / "last_year"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(LAST_YEAR)
    then = {"PYTHONPATH": str(folder)}
    old = newest(yard.here.live)
    done = yard.run("add", str(yard.new_file()), **then)
    must(done.returncode == 0, f"add: {done.stdout}{done.stderr}")
    days = [d.landed_on for d in landing.deliveries(yard.here.landing)]
    must(days == sorted(days), f"days of landing go back: {days}")
    done = yard.run("build", "--no-export", **then)
    must(done.returncode == 0, f"build: {done.stdout}{done.stderr}")
    yard.learn()
    new = yard.check_live()
    must(new < old, f"{new} is live, {old} was: the clock was not set back")
    done = yard.run("build", "--no-export")
    must("nothing new" in done.stdout, f"the newest build is not known: {done.stdout}")
    yard.check_clean()


def two_builds(yard: Yard) -> None:
    """Start two builds at once: one is made, the other names the process that holds the lock."""
    words = [sys.executable, "-m", "raidbook", "build", "--force", "--no-export"]
    running = [
        subprocess.Popen(
            words,
            cwd=yard.root,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = []
    for process in running:
        out, err = process.communicate(timeout=300)
        ended.append(Done(words, process.returncode, out, err))
    ended.sort(key=lambda done: done.returncode)
    must(ended[0].returncode == 0, f"neither was made: {ended[0].stderr}")
    holder = next(p.pid for p, d in zip(running, running, strict=True) if d.returncode == 0)
    _sentence(ended[1], 3, f"process {holder} since", "holds the lock")
    yard.learn()
    yard.check_live()


def killed_first_build(root: Path, seconds: float) -> None:
    """Kill a build where nothing is live yet; its process alone, not what it started."""
    words = [sys.executable, "-m", "raidbook", "build"]
    null = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=root, env=environment(), stdout=null, stderr=null) as running:
        time.sleep(seconds)
        running.kill()


# what writes to var, as a person would call it
WRITING: tuple[tuple[str, ...], ...] = (
    ("build", "--force", "--no-export"),
    ("export",),
    ("docs",),
    ("add", "ingest/records/myanmar.csv", "--again"),
)


def broken_model(yard: Yard) -> None:
    """Break a model: the build can't run, and names the model and the log."""
    model = yard.root / "dbt_project" / "models" / "reports" / "rpt_event_summary.sql"
    good = model.read_text(encoding="utf-8")
    model.write_text(good + "\nfrom nowhere\n", encoding="utf-8")
    try:
        with _live_untouched(yard):
            done = yard.run("build", "--no-export")
        _sentence(done, 3, "rpt_event_summary", "See var/logs/dbt/", "The live file is unchanged.")
    finally:
        model.write_text(good, encoding="utf-8")
