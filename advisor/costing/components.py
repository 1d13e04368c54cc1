"""Inference components, which Cloud Control makes: they are billed by the instances under them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from advisor.costing.capacity import Bounds, Timeline, steady, targets_of, timeline_of
from advisor.costing.charges import Charge, Free, Pricer
from advisor.costing.context import Context
from advisor.errors import NotKnownError
from advisor.stack.plain import UNKNOWN
from advisor.stack.resources import Resource
from advisor.usage.sections import AccessPointUsage

CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
COMPONENT: Final = "AWS::SageMaker::InferenceComponent"
ACCESS_POINT: Final = "AWS::FSx::S3AccessPointAttachment"
COPIES: Final = "sagemaker:inference-component:DesiredCopyCount"


def components_on(endpoint: Resource, context: Context) -> list[Timeline]:
    """The copies through the year of each component on an endpoint."""
    name = endpoint.properties.values.get("name")
    known = context.by(CLOUD_CONTROL, _endpoint_of).get(name, []) if isinstance(name, str) else []
    later = context.holding(CLOUD_CONTROL, "desiredState", None, endpoint)
    return [_copies(component, context) for component in (*known, *later) if _is_component(component)]


def cloud_control(resource: Resource, context: Context) -> Iterator[Charge | Free]:
    """What a resource of Cloud Control costs, by its CloudFormation type."""
    kind = resource.properties.required_text("typeName")
    if kind == COMPONENT:
        yield Free("billed by the instances of its endpoint")
    elif kind == ACCESS_POINT:
        usage = context.usage.of(AccessPointUsage, resource.name)
        yield Charge("PUT and LIST requests", "s3/put", usage.puts)
        yield Charge("GET requests", "s3/get", usage.gets)
    else:
        raise NotKnownError(f"nothing here knows what {kind} costs")


def _is_component(resource: Resource) -> bool:
    return resource.properties.values.get("typeName") == COMPONENT


def _endpoint_of(resource: Resource) -> str | None:
    """The name of a component's endpoint; nothing while it is not known."""
    if not _is_component(resource) or resource.properties.values.get("desiredState") is UNKNOWN:
        return None
    name = _state(resource).get("EndpointName")
    return name if isinstance(name, str) else None


def _copies(component: Resource, context: Context) -> Timeline:
    state = {} if component.properties.values.get("desiredState") is UNKNOWN else _state(component)
    name = state.get("InferenceComponentName")
    target_id = f"inference-component/{name}" if isinstance(name, str) else None
    found = next(targets_of(target_id, COPIES, component, context), None)
    if found is not None:
        return timeline_of(found, context)
    runtime = state.get("RuntimeConfig")
    copies = runtime.get("CopyCount") if isinstance(runtime, dict) else None
    if not isinstance(copies, int):
        raise NotKnownError(f"the copies of {component.name} are not known before the deployment")
    return steady(Bounds(copies, copies), context.on)


def _state(component: Resource) -> Mapping[str, Any]:
    try:
        found = json.loads(component.properties.text("desiredState", "{}"))
    except ValueError:
        raise NotKnownError(f"desiredState of {component.name} is not JSON") from None
    return found if isinstance(found, dict) else {}


PRICERS: Final[Mapping[str, Pricer]] = {CLOUD_CONTROL: cloud_control}
