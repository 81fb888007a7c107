"""The process for dbt: it imports dbt and parses the project early, and then waits for a command.

Start it as `python -m raidbook.common.dbt_worker WORDS…`, with a pipe as standard input. It ends
with its parent (`raidbook.common.child_process`). With WORDS, which are options of dbt, it parses
at once; the environment must then have the variables of `dbt_project/profiles.yml`. The pipe then
brings one line, a JSON object with `words` (arguments) and `changes` (to the environment), and dbt
runs with them. It must have written its files when it returns.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import Any

from raidbook.common.child_process import listen


def main(options: list[str]) -> None:
    """Import dbt, parse the project, wait for the line, and run dbt."""
    lines = listen()
    gc.disable()  # garbage collection takes a tenth of dbt's time and frees only 80 MB
    import dbt.adapters.duckdb
    import dbt.task.build  # noqa: F401 (otherwise dbt imports them only when it runs)
    from dbt.cli.main import dbtRunner

    _leave_out_debug_events()

    # If this fails, there is no manifest. dbt parses again below, and reports the error.
    # The build itself writes the manifest, at its end.
    words = [*options, "--no-write-json", "parse"]
    manifest: Any = dbtRunner().invoke(words).result if options else None
    given = json.loads(lines.get())
    os.environ.update(given["changes"])
    ended = dbtRunner(manifest=manifest).invoke(given["words"])
    # Exit without cleaning up: to free all memory piece by piece takes seconds.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0 if ended.success else 1 if ended.exception is None else 2)


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
