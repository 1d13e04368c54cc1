"""One endpoint from near: how it stands, what on it scales and how far down it may go, its tags and calls just now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.stops import Capacity, Dimension, Unit
from lambdas.auto_stop.inventory import added, queries_of
from lambdas.clients.endpoint_metrics import EndpointMetrics, backlog_of, heartbeats_of
from lambdas.clients.endpoint_state import ComponentState, EndpointState, EndpointStates, Plan
from lambdas.clients.scalable_targets import ScalableTargets


@dataclass(frozen=True)
class Near:
    """An endpoint that is looked at from near.

    Attributes:
        state: How it stands.
        plan: What its configuration says.
        components: Its inference components, by name.
        units: What on it scales; a serverless variant does not.
    """

    state: EndpointState
    plan: Plan
    components: Mapping[str, ComponentState]
    units: tuple[Unit, ...]

    @property
    def changed_at(self) -> float:
        """When the endpoint or one of its components was made or last changed, in epoch seconds."""
        return max(self.state.changed_at, *(one.changed_at for one in self.components.values()), 0.0)


@dataclass(frozen=True)
class Inspection:
    """The clients that look."""

    states: EndpointStates
    targets: ScalableTargets
    metrics: EndpointMetrics

    def near(self, state: EndpointState, names: tuple[str, ...], *, schedules: bool) -> Near:
        """Look at an endpoint; ``names`` are those of its components, ``schedules`` asks for scheduled actions too."""
        plan = self.states.plan(state.configuration)
        found = {name: self.states.component(name) for name in names}
        components = {name: component for name, component in found.items() if component is not None}
        units = (*self._variants(state, plan), *(self._component(name, one) for name, one in components.items()))
        if schedules:
            units = tuple(self._with_schedule(unit) for unit in units)
        return Near(state, plan, components, units)

    def tags(self, near: Near) -> tuple[dict[str, str], ...]:
        """Return the tags of the endpoint and then of each component as they are now: each may protect."""
        arns = (near.state.arn, *(component.arn for component in near.components.values()))
        return tuple(self.states.tags(arn) for arn in arns)

    def calls(self, near: Near, start: datetime, end: datetime) -> float | None:
        """Return the calls from ``start`` to ``end``, and what waits in the queue of an asynchronous endpoint.

        ``None`` when they are not known: so also when the instances were silent about themselves, because then nobody
        would have heard of a call either.
        """
        name = near.state.name
        running = [variant.name for variant in near.state.variants if variant.desired]
        asked = queries_of(name, [variant.name for variant in near.state.variants], near.components)
        asked += [backlog_of(name)] if near.plan.asynchronous else []
        beats = [heartbeats_of(name, variant) for variant in running]
        totals = self.metrics.totals([*asked, *beats], start, end)
        calls = added(totals[: len(asked)])
        if calls:
            return calls
        return calls if running and all(totals[len(asked) :]) else None

    def present(self, resource_id: str, dimension: Dimension) -> Capacity | None:
        """Return how a unit stands now; ``None`` when it is gone."""
        parts = resource_id.split("/")
        if dimension is Dimension.COPIES:
            component = self.states.component(parts[1])
            desired = None if component is None else component.copies
        else:
            state = self.states.describe(parts[1])
            counts = {} if state is None else {variant.name: variant.desired for variant in state.variants}
            desired = counts.get(parts[3])
        return None if desired is None else Capacity(desired, self.targets.bounds(resource_id, dimension))

    def _variants(self, state: EndpointState, plan: Plan) -> Iterator[Unit]:
        for variant in state.variants:
            if variant.name in plan.own_model and variant.desired is not None:
                resource_id = f"endpoint/{state.name}/variant/{variant.name}"
                yield self._unit(resource_id, Dimension.INSTANCES, variant.desired, may_sleep=plan.asynchronous)

    def _component(self, name: str, component: ComponentState) -> Unit:
        return self._unit(f"inference-component/{name}", Dimension.COPIES, component.copies, may_sleep=True)

    def _unit(self, resource_id: str, dimension: Dimension, desired: int, *, may_sleep: bool) -> Unit:
        """A unit; it may go to zero only where a policy brings it back, and is let."""
        bounds = self.targets.bounds(resource_id, dimension)
        if bounds is None:
            return Unit(resource_id, dimension, Capacity(desired))
        may_wake = may_sleep and bounds.maximum > 0 and not bounds.suspension.scale_out
        return Unit(
            resource_id,
            dimension,
            Capacity(desired, bounds),
            wakes_up=may_wake and self.targets.wakes_up(resource_id, dimension),
        )

    def _with_schedule(self, unit: Unit) -> Unit:
        return replace(unit, has_schedule=self.targets.has_schedule(unit.resource_id, unit.dimension))
