"""Everything that a question may use."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from smoke.connections import Connections
from smoke.known_set import KnownSet
from smoke.options import Options
from smoke.stack import Stack


@dataclass(frozen=True)
class Context:
    """A stack, who asks it, and with what.

    Attributes:
        stack: The stack.
        connections: The caller's clients.
        options: What the caller chose.
        known: What is sent.
        run_id: Part of every name that is made, another one each time.
        clock: Seconds that never go backwards.
        sleep: Waits.
        now: The moment, in UTC.
    """

    stack: Stack
    connections: Connections
    options: Options
    known: KnownSet
    run_id: str
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = field(default_factory=lambda: Event().wait)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
