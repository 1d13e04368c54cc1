"""The clock of scheduled actions: a thread that fires them, and a path of the admin API that does so at once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from sandbox.context import SandboxContext
from sandbox.events.scheduler import SystemClock
from sandbox.scaling.policies import ScalingBook
from sandbox.service import BaseService

TICK_S: Final = 0.5


class ScheduledScaling(BaseService):
    """Fires the scheduled actions of every region; a service only for its admin path and its end.

    Args:
        context: Whether schedules fire, and the log.
        book: Knows the actions.
    """

    def __init__(self, context: SandboxContext, book: ScalingBook) -> None:
        self._context = context
        self._book = book
        self._clock = SystemClock()
        self._thread = threading.Thread(target=self._run, name="scheduled-scaling", daemon=True)

    def start(self) -> None:
        """Begins to fire."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._clock.end()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def tick(self) -> None:
        """Fires what is due, and moves capacities that could not be moved before."""
        if self._context.options.schedules:
            self._book.scheduled.fire_due()
        self._book.targets.settle_all()

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """`POST schedules/<name>/run`: fires the actions of that name now, of `{"resource": …}` or of all resources.

        A name that no action has is left to the schedules of other services.
        """
        parts = path.split("/")
        if method != "POST" or len(parts) != 3 or (parts[0], parts[2]) != ("schedules", "run"):
            return None
        name = unquote(parts[1])
        fired = self._book.scheduled.run(name, body.get("resource"))
        return None if fired is None else {"ran": name, "resources": fired}

    def _run(self) -> None:
        while not self._clock.wait(TICK_S):
            try:
                self.tick()
            except Exception:  # one action that cannot fire must not end all of them
                self._context.log.exception("scheduled actions were not fired")
