"""Check lint and types, with one line per tool: `make check`. Exit code 1 if any tool fails.

`python scripts/check.py ruff mypy` runs only these, as the pre-commit hooks do.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Name, what it checks, command.
CHECKS = (
    ("ruff", "Python lint", ("ruff", "check", "--quiet", ".")),
    ("format", "Python layout", ("ruff", "format", "--check", "--quiet", ".")),
    ("mypy", "Python types", ("mypy", "--no-error-summary")),
    (
        "sqlfluff",
        "SQL layout",
        (
            *("sqlfluff", "lint", "--disable-progress-bar", "--nocolor", "--processes", "2"),
            *("dbt_project/models", "analyses"),
        ),
    ),
)


def main(wanted: list[str]) -> int:
    """Run the checks in `wanted`, or all; return 0, 1 if any fails, or 2 for an unknown name."""
    unknown = set(wanted) - {name for name, _, _ in CHECKS}
    if unknown:
        names = ", ".join(name for name, _, _ in CHECKS)
        print(f"There is no check {', '.join(sorted(unknown))}. There are {names}.")
        return 2
    failed = 0
    for name, what, (module, *arguments) in CHECKS:
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", module, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        outcome = "ok" if done.returncode == 0 else "FAILED"
        print(f"{name:<9} {what}: {outcome} ({time.monotonic() - began:.1f} s)", flush=True)
        if done.returncode != 0:
            failed += 1
            print(done.stdout.rstrip(), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
