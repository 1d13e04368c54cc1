"""What the switch said last: read again when it is old, kept when it cannot be read."""

from collections.abc import Callable
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from domain.switching.state import SwitchState
from lambdas.telemetry import log


class Table(Protocol):
    """What is known of the table's reach: `lambdas.clients.circuits.CircuitStore`, which uses the same one."""

    @property
    def alone(self) -> bool:
        """Whether it failed a short while ago."""
        ...

    def leave_alone(self, what: str, error: Exception) -> None:
        """Note that it failed."""
        ...


class KnownState:
    """The switch's state as this environment knows it.

    Args:
        read: Reads it; None where the switch has not decided yet.
        max_age_s: How long it is believed without another look, in seconds.
        clock: Seconds, never backwards.
        table: Says whether the table is there: a request waits once for one that is not.
    """

    def __init__(
        self, read: Callable[[], SwitchState | None], max_age_s: float, clock: Callable[[], float], table: Table
    ) -> None:
        self._table = table
        self._read = read
        self._max_age_s = max_age_s
        self._clock = clock
        self._looked_s: float | None = None
        self._state: SwitchState | None = None

    def current(self) -> SwitchState | None:
        """Return the newest state that could be read; None when there never was one.

        A table that fails is asked again only when the next look is due: no request waits for it twice.
        """
        now = self._clock()
        fresh = self._looked_s is not None and now - self._looked_s < self._max_age_s
        if fresh or self._table.alone:
            return self._state
        self._looked_s = now
        try:
            self._state = self._read() or self._state
        except (BotoCoreError, ClientError) as error:
            self._table.leave_alone("read", error)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, a request is answered without it
            log().warning("the switch's state cannot be read; the last one is used", extra={"error": str(error)})
        return self._state
