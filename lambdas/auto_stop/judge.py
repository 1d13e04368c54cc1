"""Puts what is known of an endpoint before ``domain.cost.decide_auto_stop``, and asks the overrides first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final

from domain.cost import AutoStopAction, AutoStopDecision, EndpointFacts, decide_auto_stop
from domain.scheduling.overrides import Override, override_for
from domain.stops import Unit
from lambdas.auto_stop.inventory import Seen
from lambdas.prices import Rate

FINE: Final = timedelta(minutes=1)
COARSE: Final = timedelta(minutes=5)
COARSE_FROM_MINUTES: Final = 15
"""Coarser steps are fewer values to fetch; calls that are a few minutes older then count too, and keep an endpoint."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rules:
    """What the stack decided.

    Attributes:
        environment: ``prod`` never deletes.
        action: What is done to an idle endpoint.
        idle_minutes: Without a call for so long, an endpoint is idle.
        tags: Tags that an endpoint must carry to be the stack's.
        units: Names of the platform's units to resource ids of their scalable targets.
        overrides: What is kept up for a while, and why.
        rate: What an hour of an instance costs.
    """

    environment: str
    action: AutoStopAction
    idle_minutes: int
    tags: Mapping[str, str]
    units: Mapping[str, str]
    overrides: Sequence[Override]
    rate: Rate

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """Return the time in which calls count: all of the last ``idle_minutes``, out to whole steps of the metrics."""
        step = COARSE if self.idle_minutes >= COARSE_FROM_MINUTES else FINE
        since = now - timedelta(minutes=self.idle_minutes)
        return since - (since - EPOCH) % step, now + (EPOCH - now) % step

    def override(self, seen: Seen, now: datetime) -> Override | None:
        """Return the override that keeps an endpoint: by its name, by its unit's, or by one for everything."""
        found = (override_for(name, self.overrides, now) for name in self._names(seen))
        return next((override for override in found if override is not None), None)

    def expired(self, now: datetime) -> list[str]:
        """Return the overrides that have no effect any more, as lines."""
        return [override.describe() for override in self.overrides if override.expired(now)]

    def from_afar(self, seen: Seen) -> AutoStopDecision:
        """Decide by tags and calls alone, as if it were old and large enough: only a reason to keep it counts."""
        return self._decide(_facts(seen, seen.tags, seen.calls, inf))

    def from_near(
        self, seen: Seen, tags: Mapping[str, str] | None, calls: float | None, age_minutes: float, units: Sequence[Unit]
    ) -> AutoStopDecision:
        """Decide by everything; ``tags`` and ``calls`` are ``None`` where they are not known."""
        facts = EndpointFacts(
            name=seen.name,
            tags=tags or {},
            tags_known=tags is not None,
            invocations=calls or 0,
            invocations_known=calls is not None,
            age_minutes=age_minutes,
            supports_scale_to_zero=bool(units) and all(unit.wakes_up for unit in units),
            current_instances=max((unit.capacity.desired for unit in units), default=0),
        )
        return self._decide(facts)

    def _decide(self, facts: EndpointFacts) -> AutoStopDecision:
        return decide_auto_stop(
            facts,
            environment=self.environment,
            configured_action=self.action.value,
            idle_minutes=self.idle_minutes,
        )

    def _names(self, seen: Seen) -> list[str]:
        own = (f"endpoint/{seen.name}/", *(f"inference-component/{name}/" for name in seen.components))
        return [seen.name, *(unit for unit, resource in self.units.items() if f"{resource}/".startswith(own))]


def _facts(seen: Seen, tags: Mapping[str, str], calls: float | None, age_minutes: float) -> EndpointFacts:
    return EndpointFacts(
        name=seen.name,
        tags=tags,
        invocations=calls or 0,
        invocations_known=calls is not None,
        age_minutes=age_minutes,
        supports_scale_to_zero=True,
        current_instances=1,
    )
