"""Which process runs an event: warm ones first, new ones up to the function's concurrency, else wait or throttle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sandbox.errors import AwsError
from sandbox.runtime.process import FunctionProcess
from sandbox.runtime.spec import FunctionSpec

Key = tuple[str, str]
_QUEUE_LIMIT_S: Final = 900.0


@dataclass
class _Function:
    """Processes of one function, all its versions."""

    idle: list[FunctionProcess] = field(default_factory=list)
    busy: int = 0
    running: int = 0


class ProcessPool:
    """Hands out processes; safe to use from many threads.

    Args:
        start: Makes a process of a version; may take seconds.
        cap: How many processes one function may have at once, read at each call.
    """

    def __init__(self, start: Callable[[FunctionSpec], FunctionProcess], cap: Callable[[], int]) -> None:
        self._start = start
        self._cap = cap
        self._functions: dict[Key, _Function] = {}
        self._changed = threading.Condition()
        self._closed = False

    def acquire(self, spec: FunctionSpec) -> tuple[FunctionProcess, bool]:
        """A process for one event, and whether it was started for it.

        Raises:
            AwsError: TooManyRequestsException: the function's reserved concurrency is used up.
            FailedStartError: The process did not start.
        """
        with self._changed:
            function = self._functions.setdefault((spec.region, spec.name), _Function())
            if spec.reserved is not None and function.busy >= spec.reserved:
                raise AwsError(
                    "TooManyRequestsException",
                    "Rate Exceeded.",
                    429,
                    {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User"},
                )
            function.busy += 1
            try:
                warm = self._wait_for_room(function, spec)
            except BaseException:
                function.busy -= 1
                raise
            if warm is None:
                function.running += 1
        return (warm, False) if warm is not None else (self._new(function, spec), True)

    def release(self, process: FunctionProcess) -> None:
        """Gives a process back; one that has ended is forgotten."""
        spec = process.spec
        alive = process.alive()
        with self._changed:
            function = self._functions.setdefault((spec.region, spec.name), _Function())
            function.busy -= 1
            keep = alive and not self._closed
            if keep:
                function.idle.append(process)
            else:
                function.running -= 1
            self._changed.notify_all()
        if not keep:
            process.close()

    def forget(self, region: str, name: str) -> None:
        """The function was deleted: its idle processes end."""
        with self._changed:
            function = self._functions.get((region, name))
            idle = list(function.idle) if function else []
            if function:
                function.running -= len(idle)
                function.idle.clear()
        for process in idle:
            process.close()

    def close(self) -> None:
        """Ends every idle process; a busy one ends when it is released, or with this process."""
        with self._changed:
            self._closed = True
            keys = list(self._functions)
            self._changed.notify_all()
        for region, name in keys:
            self.forget(region, name)

    def _wait_for_room(self, function: _Function, spec: FunctionSpec) -> FunctionProcess | None:
        """A warm process, or None when there is room for a new one. Holds the lock."""
        while True:
            self._retire_stale(function, spec)
            for index in range(len(function.idle) - 1, -1, -1):
                # A version has environments of its own, also beside another one of the same code.
                idle = function.idle[index].spec
                if (idle.version, idle.fingerprint) == (spec.version, spec.fingerprint):
                    return function.idle.pop(index)
            if function.running < self._cap():
                return None
            if function.idle:  # all of another version: the oldest makes room
                function.running -= 1
                self._close_later(function.idle.pop(0))
                return None
            if not self._changed.wait(_QUEUE_LIMIT_S) or self._closed:
                raise AwsError("ServiceException", f"{spec.name} got no process in {_QUEUE_LIMIT_S:.0f} s", 500)

    def _retire_stale(self, function: _Function, spec: FunctionSpec) -> None:
        """Warm processes of the same version with other code or configuration are replaced. Holds the lock."""
        for process in list(function.idle):
            same_version = process.spec.version == spec.version
            if not process.alive() or (same_version and process.spec.fingerprint != spec.fingerprint):
                function.idle.remove(process)
                function.running -= 1
                self._close_later(process)

    @staticmethod
    def _close_later(process: FunctionProcess) -> None:
        threading.Thread(target=process.close, name="lambda-retire", daemon=True).start()

    def _new(self, function: _Function, spec: FunctionSpec) -> FunctionProcess:
        try:
            return self._start(spec)
        except BaseException:
            with self._changed:
                function.busy -= 1
                function.running -= 1
                self._changed.notify_all()
            raise
