"""The hook: a command in the settings that runs after a failed build, for mail or chat.

It receives the outcome and the reason in its environment, and the build's error lines on standard
input. Whatever it does, the exit code of the build stays, and the build waits no longer than the
settings allow.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile

from raidbook.common.log import Log
from raidbook.settings import Settings


def notify_failure(settings: Settings, log: Log, outcome: str) -> None:
    """Run the hook, if there is one, in the project's folder; report if it fails or hangs."""
    if settings.on_failure is None:
        return
    reason = log.failures[-1] if log.failures else ""
    environment = os.environ | {
        "RAIDBOOK_OUTCOME": outcome,
        "RAIDBOOK_REASON": " ".join(reason.split()),
        "RAIDBOOK_REPORT": str(settings.quality_report),
        "RAIDBOOK_LOG": str(log.path),
    }
    try:
        # Output goes to a file: processes that the hook leaves behind would hold a pipe open.
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as words:
            words.write("".join(f"{line}\n" for line in log.failures).encode())
            words.seek(0)
            running = subprocess.Popen(
                ["/bin/sh", "-c", settings.on_failure],
                cwd=settings.root,
                env=environment,
                stdin=words,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = running.wait(timeout=settings.on_failure_seconds)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                log.fail("hook", f"stopped after {settings.on_failure_seconds} s")
                return
            output.seek(0)
            last = " ".join(output.read().decode("utf-8", "replace").split())[-300:]
    except OSError as error:
        log.fail("hook", f"can't be run: {error}")
        return
    if code:
        log.fail("hook", f"ended with exit code {code}: {last or 'it printed nothing'}")
