"""Batch transform jobs. No resource of a stack is one: functions start them, and say on which instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.stack.plain import UNKNOWN
from advisor.stack.resources import Resource
from advisor.usage.sections import JobUsage

FUNCTION: Final = "aws:lambda/function:Function"
MODEL: Final = "MODEL_NAME"
INSTANCE: Final = "INSTANCE_TYPE"
COUNT: Final = "INSTANCE_COUNT"
"""Variables of a function that starts transform jobs: lambdas/submit_batch/settings.py."""
JOBS: Final = "starts transform jobs"
MAYBE: Final = "may start transform jobs"


def model(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What a model costs: nothing itself, and the jobs of the functions that start jobs with it."""
    yield Free("a model is billed by what runs it")
    functions = context.by(FUNCTION, _starts)
    for function in functions.get(JOBS, []):
        variables = function.properties.values["environment"]["variables"]
        if not _names(variables[MODEL], resource, function):
            continue
        usage = context.usage.of(JobUsage, resource.name)
        kind, count = variables[INSTANCE], variables[COUNT]
        if not (isinstance(kind, str) and isinstance(count, str) and count.isdecimal()):
            raise NotKnownError(f"on what {function.name} runs its transform jobs is not known before the deployment")
        yield Charge(f"{kind} of transform jobs", f"sagemaker.transform/{kind}", usage.job_hours * float(count))
    for function in functions.get(MAYBE, []):
        if resource.urn in function.links.get("environment", ()):
            raise NotKnownError(f"whether {function.name} starts transform jobs is not known before the deployment")


def _starts(function: Resource) -> str | None:
    """Whether a function starts transform jobs; one whose variables are not known may."""
    environment = function.properties.values.get("environment")
    variables = environment.get("variables") if isinstance(environment, Mapping) else environment
    if variables is UNKNOWN:
        return MAYBE
    return JOBS if isinstance(variables, Mapping) and {MODEL, INSTANCE, COUNT} <= set(variables) else None


def _names(value: object, resource: Resource, function: Resource) -> bool:
    """Whether a variable holds the model's name, or takes it from the model while it is not known."""
    name = resource.properties.values.get("name")
    if isinstance(value, str) and isinstance(name, str):
        return value == name
    return resource.urn in function.links.get("environment", ())


PRICERS: Final[Mapping[str, Pricer]] = {"aws:sagemaker/model:Model": model}
