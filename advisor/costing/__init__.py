"""What each type of resource is billed by: one module for each service, which knows quantities and no prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing import (
    api,
    bedrock,
    budgets,
    components,
    endpoints,
    functions,
    jobs,
    messaging,
    names,
    network,
    observability,
    scaling,
    storage,
)
from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.costing.free import FREE
from advisor.errors import NotKnownError
from advisor.stack.resources import Resource

MODULES: Final = (
    api,
    bedrock,
    budgets,
    components,
    endpoints,
    functions,
    jobs,
    messaging,
    names,
    network,
    observability,
    scaling,
    storage,
)
PRICERS: Final[Mapping[str, Pricer]] = {token: pricer for module in MODULES for token, pricer in module.PRICERS.items()}


def charges(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What a resource is billed by, or that and why it is free.

    Raises:
        NotKnownError: Its type is in no table, or a value is not known; what was yielded before counts.
    """
    if resource.type in FREE:
        yield Free(FREE[resource.type])
    elif resource.type in PRICERS:
        yield from PRICERS[resource.type](resource, context)
    else:
        raise NotKnownError("nothing here knows what this type costs")
