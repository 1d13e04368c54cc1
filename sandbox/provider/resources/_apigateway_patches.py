"""What the types of API Gateway share: tags, ARNs, patch operations, endpoint configurations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.resource import Change
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

TAGS: Final = ServiceTags(
    service="apigateway",
    add="tag_resource",
    remove="untag_resource",
    read_by="get_tags",
    target="resourceArn",
    parameter="tags",
    keys="tagKeys",
    mapped=True,
)


def arn_of(aws: Aws, path: str) -> str:
    """ARN of something of API Gateway, which has no account in it."""
    return aws.arn("apigateway", path, account="")


def replace(path: str, value: Any) -> Props:
    """A patch operation that sets `path`; None and empty values remove it."""
    if value is None or value == "":
        return {"op": "remove", "path": path}
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def escaped(part: str) -> str:
    """One part of a JSON pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def patches(change: Change, names: Mapping[str, str]) -> list[Props]:
    """An operation for each changed property that has a path in `names`."""
    return [replace(path, change.new.get(name)) for name, path in names.items() if name in change.names]


def endpoint(given: Any) -> Any:
    """`endpointConfiguration` as the API has it: a list of types, of which there is one."""
    if not isinstance(given, Mapping):
        return given
    kind = given.get("types")
    renamed: Props = {name: given[name] for name in ("ipAddressType", "vpcEndpointIds") if given.get(name)}
    return {**renamed, "types": kind if kind is UNKNOWN or isinstance(kind, list) else [kind]}


def endpoint_of(found: Mapping[str, Any] | None) -> Props | None:
    """`endpointConfiguration` as the program has it."""
    if not found:
        return None
    return {**found, "types": (found.get("types") or [None])[0]}


def change_endpoint(change: Change) -> list[Props]:
    """Operations that bring the endpoint configuration to what is wanted."""
    old = endpoint(change.old.get("endpointConfiguration")) or {}
    new = endpoint(change.new.get("endpointConfiguration")) or {}
    if "endpointConfiguration" not in change.names or not new:
        return []
    path = "/endpointConfiguration"
    found = [replace(f"{path}/types/{old['types'][0]}", new["types"][0])] if old.get("types") != new["types"] else []
    before, after = set(old.get("vpcEndpointIds") or ()), set(new.get("vpcEndpointIds") or ())
    found += [{"op": "remove", "path": f"{path}/vpcEndpointIds", "value": one} for one in sorted(before - after)]
    return found + [{"op": "add", "path": f"{path}/vpcEndpointIds", "value": one} for one in sorted(after - before)]
