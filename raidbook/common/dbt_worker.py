"""The process for dbt: it imports dbt and parses the project early, and then waits for a command.

Start it as `python -m raidbook.common.dbt_worker WORDS…`, with a pipe as standard input. It ends
with its parent (`raidbook.common.child_process`). With WORDS, which are options of dbt, it parses
at once; the environment must then have the variables of `dbt_project/profiles.yml`. The pipe then
brings one line, a JSON object with `words` (arguments) and `changes` (to the environment), and dbt
runs with them. It must have written its files when it returns. The manifest of the last complete
run stays as it is while dbt's parsed project stays the same.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

from raidbook.common.child_process import listen
from raidbook.common.dbt_results import MANIFEST, RESULTS

COMPLETE = "manifest_is_complete"  # an empty file beside the manifest of a run without errors


def main(options: list[str]) -> None:
    """Import dbt, parse the project, wait for the line, and run dbt."""
    lines = listen()
    gc.disable()  # garbage collection takes a tenth of dbt's time and frees only 80 MB
    import dbt.adapters.duckdb
    import dbt.task.build  # noqa: F401 (otherwise dbt imports them only when it runs)
    from dbt.cli.main import dbtRunner

    _leave_out_debug_events()

    # If this fails, there is no manifest. dbt parses again below, and reports the error.
    words = [*options, "--no-write-json", "parse"]
    manifest: Any = dbtRunner().invoke(words).result if options else None
    given = json.loads(lines.get())
    os.environ.update(given["changes"])
    target = Path(os.environ["DBT_TARGET_PATH"])
    if options and _is_complete(target):  # to write it again would take half a second
        ended = dbtRunner(manifest=manifest).invoke(["--no-write-json", *given["words"]])
        if ended.result is not None:
            ended.result.write(str(target / RESULTS))  # type: ignore[union-attr]
    else:
        ended = dbtRunner(manifest=manifest).invoke(given["words"])
        if options and ended.success:
            (target / COMPLETE).touch()
    # Exit without cleaning up: to free all memory piece by piece takes seconds.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if ended.success else 1 if ended.exception is None else 2)


def _is_complete(target: Path) -> bool:
    """Return whether the manifest has what the project as parsed now says, and all compiled SQL."""
    try:
        made_at = (target / COMPLETE).stat().st_mtime_ns
        files = [target / MANIFEST, target / "partial_parse.msgpack"]
        return all(file.stat().st_mtime_ns <= made_at for file in files)
    except FileNotFoundError:
        return False


def _leave_out_debug_events() -> None:
    """Make dbt drop its debug events, which no log of a build shows, before it fills them in.

    dbt makes some thirty of them per model and test, which takes a fifth of its CPU time. One that
    is read nevertheless, or fired at another level, is filled in then.
    """
    from dbt_common.events import event_manager, event_manager_client
    from dbt_common.events.base_types import BaseEvent, DebugLevel, EventLevel

    class EventManager(event_manager.EventManager):
        def fire_event(
            self, e: BaseEvent, level: EventLevel | None = None, *args: Any, **options: Any
        ) -> None:
            if (level or e.level_tag()) != EventLevel.DEBUG:
                super().fire_event(e, level, *args, **options)

    class FilledInWhenRead:
        def __get__(self, event: BaseEvent, _: type) -> Any:
            args, options = vars(event)["given"]
            BaseEvent.__init__(event, *args, **options)  # sets pb_msg, which hides this attribute
            return event.pb_msg

    def keep(event: BaseEvent, *args: Any, **options: Any) -> None:
        vars(event)["given"] = args, options

    event_manager_client.ctx_set_event_manager(EventManager())
    for name, value in {"__init__": keep, "pb_msg": FilledInWhenRead()}.items():
        setattr(DebugLevel, name, value)


if __name__ == "__main__":
    main(sys.argv[1:])
