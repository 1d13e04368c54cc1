"""What the caller of the smoke tests chose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from advisor.places import PROJECT

FILES: Final = PROJECT / "examples" / "smoke"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Choices.

    Attributes:
        writes: Whether files are put and executions started.
        no_model_yet: Whether an HTTP API without a model is as it should be.
        files: Folder of the known set.
        wake: Whether a component that sleeps is woken up for the check of its routing.
        paths: Paths whose routing is checked; all that the stack has when empty.
        run_s: Longest that one execution may take, in seconds.
        settle_s: How long the alarms of a new stack may take to their first data, in seconds; three periods of a minute
            and what comes before them.
        ignored_alarms: Parts of the names of alarms that are left out; the report says how many there are.
        token: JWT of the HTTP API's user pool, or ``None``.
    """

    writes: bool = True
    no_model_yet: bool = False
    wake: bool = False
    files: Path = FILES
    paths: frozenset[str] = frozenset()
    run_s: float = 1800.0
    settle_s: float = 300.0
    ignored_alarms: tuple[str, ...] = ()
    token: str | None = None
