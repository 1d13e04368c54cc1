"""Between the program's property names and the parameters of the AWS APIs, driven by botocore's service models.

`memorySize` becomes `MemorySize` because the shape of CreateFunction has a member that reads the same without case;
what reads differently is declared beside the resource type (`rename`, with dotted paths and no list indices).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sandbox.provider.catalog import Spec, nested_spec, suggestion
from sandbox.provider.errors import Failure
from sandbox.provider.values import UNKNOWN, Props

if TYPE_CHECKING:
    from botocore.model import Shape

Rename = Mapping[str, str]
_SEPARATORS: Final = re.compile(r"[^A-Za-z0-9]")
_TRUTH: Final = {"true": True, "false": False}


class MappingError(Exception):
    """A property has no counterpart in the API, or a value that can't become what the API takes.

    Attributes:
        failure: The property's path and what is wrong with it.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.failure = Failure(path, reason)


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def member_of(shape: Shape, name: str) -> str | None:
    """The member of a structure `shape` that a property called `name` means."""
    wanted = _plain(name)
    return next((member for member in shape.members if _plain(member) == wanted), None)


def to_request(
    inputs: Mapping[str, Any], shape: Shape, *, rename: Rename, local: Collection[str] = (), path: str = ""
) -> Props:
    """`inputs` as parameters of the operation whose input `shape` is.

    Args:
        inputs: Properties; unknown values stay in their place.
        shape: A structure of botocore's model.
        rename: Property path -> member name, where they read differently.
        local: Top-level properties that the resource type handles elsewhere.
        path: Where in the resource these inputs are.

    Raises:
        MappingError: A property without a member, or a value of another kind.
    """
    request = {}
    for name, value in inputs.items():
        if name.startswith("__") or (not path and name in local):
            continue
        full = f"{path}.{name}" if path else name
        member = rename.get(_no_index(full)) or member_of(shape, name)
        if member is None or member not in shape.members:
            reason = f"{name!r} has no counterpart in the API{suggestion(name, list(shape.members))}"
            raise MappingError(full, reason)
        request[member] = _to_value(value, shape.members[member], rename, full)
    return request


def _no_index(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


def _to_value(value: Any, shape: Shape, rename: Rename, path: str) -> Any:
    if value is UNKNOWN or value is None:
        return value
    kind = shape.type_name
    if kind == "structure":
        single = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(single, Mapping):
            raise MappingError(path, f"is {value!r:.60}; accepted: an object")
        return to_request(single, shape, rename=rename, path=path)
    if kind == "list":
        if isinstance(value, Mapping) and shape.member.type_name == "structure":
            value = [value]  # a block that the package takes once although the API has a list
        if not isinstance(value, list):
            raise MappingError(path, f"is {value!r:.60}; accepted: a list")
        return [_to_value(item, shape.member, rename, f"{path}[{index}]") for index, item in enumerate(value)]
    if kind == "map":
        if not isinstance(value, Mapping):
            raise MappingError(path, f"is {value!r:.60}; accepted: an object")
        return {key: _to_value(item, shape.value, rename, f"{path}.{key}") for key, item in value.items()}
    return _to_scalar(value, kind, path)


def _to_scalar(value: Any, kind: str, path: str) -> Any:
    try:
        if kind in {"integer", "long"}:
            number = float(value)
            if number.is_integer() and not isinstance(value, bool):
                return int(number)
        elif kind in {"float", "double"}:
            if not isinstance(value, bool):
                return float(value)
        elif kind == "boolean":
            return value if isinstance(value, bool) else _TRUTH[value]
        elif kind == "string":
            if isinstance(value, bool):
                return str(value).lower()
            if isinstance(value, str | int | float):
                return str(value)
        elif kind in {"timestamp", "blob"}:
            return value
    except (ValueError, TypeError, KeyError):
        pass
    raise MappingError(path, f"is {value!r:.60}; accepted: a value of type {kind}")


def from_response(
    response: Mapping[str, Any], spec: Spec | Collection[str], module: str, *, rename: Rename, path: str = ""
) -> Props:
    """The properties of `spec` that `response` has, under the program's names.

    Args:
        response: (Part of) what an API answered.
        spec: The properties wanted; with their nested classes, or only their names.
        module: Where in the package the nested classes are.
        rename: As for `to_request`.
        path: Where in the resource this part is.
    """
    members = {_plain(member): member for member in response}
    props: Props = {}
    for name in spec:
        full = f"{path}.{name}" if path else name
        member = rename.get(_no_index(full)) or members.get(_plain(name))
        if member is None or response.get(member) is None:
            continue
        known = spec[name] if isinstance(spec, Mapping) else None
        nested = nested_spec(module, known.nested) if known is not None and known.nested else None
        value = _from_value(response[member], nested, module, rename, full)
        if known is not None and known.nested and known.many == "list" and isinstance(value, dict):
            value = [value]  # a block that the package keeps as a list although the API has one object
        elif known is not None and known.nested and known.many == "one" and isinstance(value, list):
            if not value:
                continue
            value = value[0]
        props[name] = value
    return props


def _from_value(value: Any, nested: Spec | None, module: str, rename: Rename, path: str) -> Any:
    if isinstance(value, Mapping):
        if nested:
            return from_response(value, nested, module, rename=rename, path=path)
        return {key: _from_value(item, None, module, rename, path) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_from_value(item, nested, module, rename, path) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
