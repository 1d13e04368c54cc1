"""What stopping saves an hour, from what runs now and the dated price; ``None`` when that cannot be priced."""

from collections.abc import Iterable, Iterator

from domain.stops import Change, Dimension
from lambdas.auto_stop.inspection import Near
from lambdas.prices import Rate


def of_deletion(near: Near, rate: Rate) -> float | None:
    """Return the dollars an hour of all instances of an endpoint."""
    running = ((near.plan.instance_types.get(one.name), one.running) for one in near.state.variants)
    return _cost(running, rate)


def of_changes(near: Near, changes: Iterable[Change], rate: Rate) -> float | None:
    """Return the dollars an hour of the instances that changes set free.

    Instances that components share are let go once no component has a copy, down to their variant's managed minimum.
    """
    return _cost(_freed(near, {change.resource_id: change for change in changes}), rate)


def _freed(near: Near, changes: dict[str, Change]) -> Iterator[tuple[str | None, int]]:
    types = near.plan.instance_types
    for unit in near.units:
        change = changes.get(unit.resource_id)
        if unit.dimension is Dimension.INSTANCES and change is not None:
            variant = unit.resource_id.rpartition("/")[2]
            running = next(one.running for one in near.state.variants if one.name == variant)
            yield types.get(variant), max(0, running - change.after.desired)
    copies = [unit for unit in near.units if unit.dimension is Dimension.COPIES]
    left = [changes[unit.resource_id].after if unit.resource_id in changes else unit.capacity for unit in copies]
    if copies and not any(capacity.desired for capacity in left):
        for shared in near.state.variants:
            if shared.name not in near.plan.own_model and shared.managed_minimum is not None:
                yield types.get(shared.name), max(0, shared.running - shared.managed_minimum)


def _cost(instances: Iterable[tuple[str | None, int]], rate: Rate) -> float | None:
    total = 0.0
    for instance_type, count in instances:
        each = None if instance_type is None else rate(instance_type)
        if count and each is None:
            return None
        total += count * (each or 0.0)
    return total
