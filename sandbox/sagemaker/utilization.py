"""The metrics that an instance publishes whether or not it is called: how much processor its container uses.

On AWS they come every minute while a variant has an instance (https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html),
so they tell an idle endpoint from one that nobody hears of. Here they are the container's own, measured.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox.context import SandboxContext

NAMESPACE: Final = "/aws/sagemaker/Endpoints"
METRIC: Final = "CPUUtilization"
COMPONENTS: Final = "/aws/sagemaker/InferenceComponents"
NORMALIZED: Final = "CPUUtilizationNormalized"
"""Of what a component's copies reserve, 0 to 100 %."""
EVERY_S: Final = 5.0
"""Oftener than on AWS, where it is a minute: whoever tries idleness here waits for one minute, not for an hour."""
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Running:
    """A container that runs for a variant; of a component also which, and the cores that its copies reserve."""

    region: str
    dimensions: Mapping[str, str]
    pid: int
    component: str = ""
    cores: float = 0.0


class Heartbeat:
    """A thread that publishes the processor use of every running container.

    Args:
        context: Where the metrics go.
        running: What runs now.
    """

    def __init__(self, context: SandboxContext, running: Callable[[], Iterator[Running]]) -> None:
        self._context = context
        self._running = running
        self._used: dict[int, tuple[float, float]] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sagemaker-heartbeat", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._thread.join(EVERY_S)

    def beat(self) -> None:
        """Publishes one value for each container; one that just ended is left out."""
        used: dict[int, tuple[float, float]] = {}
        for one in self._running():
            seconds = cpu_seconds(one.pid)
            if seconds is None:
                continue
            used[one.pid] = now, _ = time.monotonic(), seconds
            before, spent = self._used.get(one.pid, (now, seconds))
            percent = 100 * (seconds - spent) / (now - before) if now > before else 0.0
            self._context.put_metric(one.region, NAMESPACE, METRIC, percent, "Percent", one.dimensions)
            if one.component and one.cores:
                share, component = min(100.0, percent / one.cores), {"InferenceComponentName": one.component}
                self._context.put_metric(one.region, COMPONENTS, NORMALIZED, share, "Percent", component)
        self._used = used

    def _run(self) -> None:
        while not self._stopped.wait(EVERY_S):
            try:
                self.beat()
            except Exception:  # the thread must outlive one bad beat: its silence would look like a dead endpoint
                self._context.log.exception("the processor use of the model containers could not be published")


def cpu_seconds(pid: int) -> float | None:
    """Processor time of a process so far, in seconds; None when there is no such process."""
    if not Path("/proc/self/stat").exists():
        return _asked(pid)
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S


def _asked(pid: int) -> float | None:
    """The same where there is no ``/proc``, as on macOS: ``[[days-]hours:]minutes:seconds``."""
    answer = subprocess.run(["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True, check=False)
    text = answer.stdout.strip()
    if not text:
        return None
    days, _, rest = text.rpartition("-")
    seconds = 0.0
    for part in rest.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds + 86_400 * int(days or 0)
