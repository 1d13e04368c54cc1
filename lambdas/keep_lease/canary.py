"""Asks the Region's endpoint for a prediction, as a user would: health is what a user gets."""

from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError

from lambdas.clients.endpoints import EndpointCallError, Endpoints
from lambdas.keep_lease.settings import CanaryBody


@dataclass(frozen=True)
class Sung:
    """What a canary came to.

    Attributes:
        healthy: Whether there was a prediction in time.
        latency_ms: How long it took, in milliseconds.
        why: What was wrong; empty when nothing was.
    """

    healthy: bool
    latency_ms: int
    why: str = ""


@dataclass(frozen=True)
class Canary:
    """Makes canary predictions.

    Attributes:
        endpoints: Calls the endpoint.
        body: What to ask.
        timeout_s: When an answer is too late, in seconds.
        ticks: Seconds that only move on.
    """

    endpoints: Endpoints
    body: CanaryBody
    timeout_s: float
    ticks: Callable[[], float]

    def __call__(self) -> Sung:
        """Ask once. Any failure is one: what is wrong with the canary is wrong with every request like it."""
        began_s = self.ticks()
        try:
            self.endpoints.invoke(self.body.body, self.body.content_type, self.timeout_s)
        except (EndpointCallError, BotoCoreError, OSError) as error:
            return Sung(False, self._since_ms(began_s), str(error))
        taken_ms = self._since_ms(began_s)
        if taken_ms > self.timeout_s * 1000:
            return Sung(False, taken_ms, f"the prediction took {taken_ms} ms")
        return Sung(True, taken_ms)

    def _since_ms(self, began_s: float) -> int:
        return max(0, round((self.ticks() - began_s) * 1000))
