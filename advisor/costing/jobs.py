"""Batch transform jobs. No resource of a stack is one: functions start them, and say on which instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.stack.resources import Resource
from advisor.usage.sections import JobUsage

FUNCTION: Final = "aws:lambda/function:Function"
MODEL: Final = "MODEL_NAME"
INSTANCE: Final = "INSTANCE_TYPE"
COUNT: Final = "INSTANCE_COUNT"
"""Variables of a function that starts transform jobs: lambdas/submit_batch/settings.py."""


def model(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What a model costs: nothing itself, and the jobs of the functions that start jobs with it."""
    yield Free("a model is billed by what runs it")
    for function in context.of_type(FUNCTION):
        environment = function.properties.values.get("environment")
        variables = environment.get("variables") if isinstance(environment, Mapping) else None
        if not isinstance(variables, Mapping) or not {MODEL, INSTANCE, COUNT} <= set(variables):
            continue
        if not _names(variables[MODEL], resource, function):
            continue
        usage = context.usage.of(JobUsage, resource.name)
        kind, count = variables[INSTANCE], variables[COUNT]
        if isinstance(kind, str) and isinstance(count, str) and count.isdigit():
            hours = usage.job_hours * float(count)
            yield Charge(f"{kind} of transform jobs", f"sagemaker.transform/{kind}", hours)


def _names(value: object, resource: Resource, function: Resource) -> bool:
    """Whether a variable holds the model's name, or takes it from the model while it is not known."""
    name = resource.properties.values.get("name")
    if isinstance(value, str) and isinstance(name, str):
        return value == name
    return resource.urn in function.links.get("environment", ())


PRICERS: Final[Mapping[str, Pricer]] = {"aws:sagemaker/model:Model": model}
