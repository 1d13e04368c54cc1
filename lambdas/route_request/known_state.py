"""What the switch said last: read again when it is old, kept when it cannot be read."""

from collections.abc import Callable

from domain.switching.state import SwitchState
from lambdas.telemetry import log


class KnownState:
    """The switch's state as this environment knows it.

    Args:
        read: Reads it; None where the switch has not decided yet.
        max_age_s: How long it is believed without another look, in seconds.
        clock: Seconds, never backwards.
    """

    def __init__(self, read: Callable[[], SwitchState | None], max_age_s: float, clock: Callable[[], float]) -> None:
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
        if self._looked_s is not None and now - self._looked_s < self._max_age_s:
            return self._state
        self._looked_s = now
        try:
            self._state = self._read() or self._state
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, a request is answered without it
            log().warning("the switch's state cannot be read; the last one is used", extra={"error": str(error)})
        return self._state
