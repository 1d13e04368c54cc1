"""What a function prints: captured, and its embedded metrics found.

EMF: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
import os
import select
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_KEPT_BYTES: Final = 4 * 1024 * 1024


class OutputPipe:
    """Reads a process's standard output and error as they come, so that the pipe never fills."""

    def __init__(self) -> None:
        self._read, self.write_end = os.pipe()
        self._buffer = bytearray()
        self._ended = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._pump, name="lambda-output", daemon=True)

    def started(self) -> None:
        """The process has its end: ours is closed, so that the pipe ends with it."""
        os.close(self.write_end)
        self._thread.start()

    def take(self) -> list[str]:
        """All output up to now, as lines, and forgets it."""
        with self._lock:
            while self._readable(0) and self._fill():
                continue
            text = self._buffer.decode("utf-8", "replace")
            self._buffer.clear()
        return text.splitlines()

    def _readable(self, milliseconds: int | None) -> bool:
        """Whether a read would not block; `poll`, because `select` ends at 1,024 open files."""
        if self._ended:
            return False
        poll = select.poll()
        poll.register(self._read, select.POLLIN | select.POLLHUP)
        return bool(poll.poll(milliseconds))

    def _fill(self) -> bool:
        """Reads once; False at the end of the output. Holds the lock."""
        chunk = os.read(self._read, 65536)
        self._buffer += chunk
        if len(self._buffer) > _KEPT_BYTES:
            del self._buffer[: len(self._buffer) - _KEPT_BYTES]
        if not chunk:
            self._ended = True
            os.close(self._read)
        return bool(chunk)

    def _pump(self) -> None:
        while not self._ended:
            self._readable(None)
            with self._lock:
                if self._readable(0):
                    self._fill()


@dataclass(frozen=True, slots=True)
class Datum:
    """One value for CloudWatch; `sharp` has a StorageResolution of 1."""

    namespace: str
    name: str
    value: float
    unit: str
    dimensions: Mapping[str, str]
    sharp: bool = False


def embedded_metrics(lines: Iterable[str]) -> Iterator[Datum]:
    """Every metric that the EMF documents among `lines` hold; anything else is passed over."""
    for line in lines:
        if '"_aws"' in line:
            document = _object(line)
            yield from _data(document) if document else ()


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        value = json.loads(line[line.index("{") :])
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _data(document: Mapping[str, Any]) -> Iterator[Datum]:
    for directive in (document.get("_aws") or {}).get("CloudWatchMetrics") or []:
        for keys in directive.get("Dimensions") or [[]]:
            dimensions = {key: str(document[key]) for key in keys if key in document}
            for metric in directive.get("Metrics", []):
                values = document.get(metric["Name"], [])
                unit, sharp = str(metric.get("Unit", "None")), metric.get("StorageResolution") == 1
                for value in values if isinstance(values, list) else [values]:
                    yield Datum(str(directive["Namespace"]), metric["Name"], float(value), unit, dimensions, sharp)
