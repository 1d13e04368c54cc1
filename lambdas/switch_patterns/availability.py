"""Asks the control plane about every pattern; what it could not be asked is no statement, neither good nor bad."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from lambdas.bounded import bounded_map
from lambdas.clients.pattern_availability import (
    Availability,
    EndpointAvailability,
    FunctionAvailability,
    ModelAvailability,
)
from lambdas.patterns.served import Kind, ServedPattern
from lambdas.telemetry import log

PROVISIONED = ":provisioned-model/"
"""Part of the ARN of what has a state; models and profiles on demand have none."""


@dataclass(frozen=True)
class Availabilities:
    """Asks."""

    endpoints: EndpointAvailability
    functions: FunctionAvailability
    models: ModelAvailability

    def __call__(self, patterns: Sequence[ServedPattern]) -> dict[str, Availability | None]:
        """Return what was said of each pattern; ``None`` where nothing was."""
        answers = bounded_map(self._asked, patterns, max(len(patterns), 1))
        return {served.pattern: answer for served, answer in zip(patterns, answers, strict=True)}

    def _asked(self, served: ServedPattern) -> Availability | None:
        ask = self._question(served)
        if ask is None:
            return None
        try:
            return ask()
        except (BotoCoreError, ClientError) as error:
            log().warning(
                "the control plane could not be asked; calls have to tell whether the pattern is available",
                extra={"pattern": served.pattern, "error": str(error)},
            )
            return None

    def _question(self, served: ServedPattern) -> Callable[[], Availability] | None:
        if served.kind is Kind.ENDPOINT:
            return lambda: self.endpoints.endpoint(str(served.endpoint))
        if served.kind is Kind.COMPONENT:
            return lambda: self._component(served)
        if served.kind is Kind.FUNCTION:
            return lambda: self.functions.function(str(served.function))
        if PROVISIONED in str(served.model):
            return lambda: self.models.provisioned(str(served.model))
        return None

    def _component(self, served: ServedPattern) -> Availability:
        """A component is called through its endpoint, so both have to be there."""
        found = self.endpoints.component(str(served.component))
        return found if not found.is_available else self.endpoints.endpoint(str(served.endpoint))
