"""Write the locks from the bounds in `pyproject.toml`: `make lock`.

Locked versions stay as long as the bounds allow them. `--upgrade` takes the newest ones, including
uv. No lock records where a package comes from: its hashes identify it, and any index may serve it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts import setup

RULES = (
    *setup.ANY_INDEX,
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def main(words: list[str]) -> int:
    """Write the locks; return 0, or 3 if uv is missing or finds no compatible versions."""
    tool = setup.uv()
    if tool is None:
        print("lock      uv could not be installed; see above.", file=sys.stderr)
        return 3
    run: dict[str, str] = {}
    for part in (setup.UV_PART, setup.RUN, *setup.EXTRAS):
        found = _resolve(tool, part, run, words)
        if found is None:
            print(f"lock      uv could not lock {part.lock.name}; see above.", file=sys.stderr)
            return 3
        if part is setup.RUN:
            run = found
        elif part in setup.EXTRAS:
            found = {name: entry for name, entry in found.items() if name not in run}
        part.lock.write_text("".join(found.values()))
        print(f"lock      {part.lock.name}: {len(found)} packages")
    return 0


def _resolve(
    tool: Path, part: setup.Part, run: dict[str, str], words: list[str]
) -> dict[str, str] | None:
    """Return the entries that `part` needs. Packages shared with `run` keep its versions."""
    with tempfile.TemporaryDirectory() as folder:
        pins, whole = Path(folder) / "run.txt", Path(folder) / "whole.lock"
        pins.write_text("".join(e.partition(" \\")[0] + "\n" for e in run.values()))
        whole.write_text("".join((run | part.entries).values()))  # uv prefers what is there
        extra = ["--extra", part.name] if part in setup.EXTRAS else []
        wanted = "-" if part is setup.UV_PART else "pyproject.toml"
        done = subprocess.run(
            [
                *(str(tool), "pip", "compile", "--quiet", *RULES, *extra, *words, wanted),
                *("--constraint", str(pins), "--output-file", str(whole)),
            ],
            cwd=setup.ROOT,
            env=without_folders(setup.environment_of_uv()),
            input="uv",
            text=True,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return setup.read_lock(whole) if done.returncode == 0 else None


def without_folders(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment of uv that names no local folder as a source of packages.

    A folder may hold a package for one system and one Python, and uv would lock the hash of that
    file alone.
    """
    indexes = environment.get("UV_INDEX", "").split()
    registries = [index for index in indexes if not index.startswith("file:")]
    return {**environment, "UV_FIND_LINKS": "", "UV_INDEX": " ".join(registries)}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
