"""The hook: a command of the settings that is run when a build has failed, for mail or chat.

It gets the outcome and the reason by its environment, and what the build told on standard input.
Whatever it does, the build's exit code stays and nobody waits longer than the settings say.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile

from raidbook.common.log import Log
from raidbook.settings import Settings


def notify_failure(settings: Settings, log: Log, outcome: str) -> None:
    """Run the hook, if there is one, in the project's folder, and say if it fails or hangs."""
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
        # output goes to a file: a pipe would be held open by what the hook leaves behind
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
                log.fail("hook", f"took longer than {settings.on_failure_seconds} s and was ended")
                return
            output.seek(0)
            last = " ".join(output.read().decode("utf-8", "replace").split())[-300:]
    except OSError as error:
        log.fail("hook", f"can't be run: {error}")
        return
    if code:
        log.fail("hook", f"ended with {code}: {last or 'it said nothing'}")
