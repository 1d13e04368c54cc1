"""Patch operations, with which API Gateway changes everything that exists.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sandbox.apigateway.state import Fields, refused

_FLAG: Final = {"true": True, "false": False}
_TYPES: Final[Mapping[str, Callable[[str], Any]]] = {
    "rateLimit": float,
    "burstLimit": int,
    "limit": int,
    "offset": int,
    "minimumCompressionSize": int,
    "ttlInSeconds": int,
    **dict.fromkeys(
        (
            "enabled",
            "tracingEnabled",
            "disableExecuteApiEndpoint",
            "cacheClusterEnabled",
            "requireAuthorizationForCacheControl",
            "metricsEnabled",
            "dataTraceEnabled",
            "cachingEnabled",
            "cacheDataEncrypted",
        ),
        lambda text: _FLAG[text.lower()],
    ),
}
# How a method setting's path reads -> the member of `methodSettings`, where they differ.
_SETTINGS: Final[Mapping[str, str]] = {
    "metrics/enabled": "metricsEnabled",
    "logging/loglevel": "loggingLevel",
    "logging/dataTrace": "dataTraceEnabled",
    "throttling/burstLimit": "throttlingBurstLimit",
    "throttling/rateLimit": "throttlingRateLimit",
    "caching/enabled": "cachingEnabled",
    "caching/ttlInSeconds": "cacheTtlInSeconds",
    "caching/dataEncrypted": "cacheDataEncrypted",
    "caching/requireAuthorizationForCacheControl": "requireAuthorizationForCacheControl",
    "caching/unauthorizedCacheControlHeaderStrategy": "unauthorizedCacheControlHeaderStrategy",
}
_DEFAULT_SETTING: Final[Fields] = {
    "metricsEnabled": False,
    "dataTraceEnabled": False,
    "throttlingBurstLimit": -1,
    "throttlingRateLimit": -1.0,
    "cachingEnabled": False,
    "cacheTtlInSeconds": 300,
    "cacheDataEncrypted": False,
    "requireAuthorizationForCacheControl": True,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    "loggingLevel": "OFF",
}


def unescaped(part: str) -> str:
    """One part of a JSON pointer."""
    return part.replace("~1", "/").replace("~0", "~")


def typed(name: str, value: str) -> Any:
    """A value, which is always text in a patch, as the member `name` has it.

    Raises:
        AwsError: BadRequestException: it cannot become that.
    """
    try:
        return _TYPES.get(name, str)(value)
    except (ValueError, KeyError) as error:
        raise refused(f"Invalid value for {name}: {value!r}") from error


def patch(fields: Fields, operations: Iterable[Mapping[str, str]]) -> None:
    """Applies operations to members of maps and lists of texts.

    Raises:
        AwsError: BadRequestException: an operation or path that is not understood.
    """
    for operation in operations:
        _apply(fields, operation["op"], operation["path"], operation.get("value") or "")


def _apply(fields: Fields, op: str, path: str, value: str) -> None:
    parts = [unescaped(part) for part in path.split("/")[1:]]
    if not path.startswith("/") or op not in ("add", "replace", "remove"):
        raise refused(f"Invalid patch operation: {op} {path}; accepted: add, replace and remove of /path")
    parent: Any = fields
    for index, part in enumerate(parts[:-1]):
        if isinstance(parent.get(part), list) and index == len(parts) - 2:
            _change_list(parent[part], op, parts[-1], value)
            return
        parent = parent.setdefault(part, {})
        if not isinstance(parent, dict):
            raise refused(f"Invalid patch path {path}")
    name = parts[-1]
    if isinstance(parent.get(name), list):
        _change_list(parent[name], op, value, value)
    elif op == "remove":
        parent.pop(name, None)
    else:
        parent[name] = typed(name, value)


def _change_list(items: list[Any], op: str, name: str, value: str) -> None:
    if op == "replace" and name in items:
        items[items.index(name)] = value
    elif op == "replace" and name.isdecimal() and int(name) < len(items):
        items[int(name)] = value
    elif op == "remove":
        chosen = items[int(name)] if name.isdecimal() and int(name) < len(items) else name
        if chosen in items:
            items.remove(chosen)
    elif (value or name) not in items:
        items.append(value or name)


def patch_stage(fields: Fields, operations: Iterable[Mapping[str, str]]) -> None:
    """Applies operations to a stage, whose method settings lie under the path of their resource and method.

    Raises:
        AwsError: BadRequestException.
    """
    for operation in operations:
        if not _patch_setting(fields["methodSettings"], operation):
            patch(fields, [operation])


def _patch_setting(settings: Fields, operation: Mapping[str, str]) -> bool:
    parts = operation["path"].split("/")[1:]
    member = _SETTINGS.get("/".join(parts[-2:])) if len(parts) >= 4 else None
    if member is not None:
        key = f"{unescaped('/'.join(parts[:-3]))}/{parts[-3]}".lstrip("/")
        text = operation.get("value") or ""
        kind = type(_DEFAULT_SETTING[member])
        try:
            value = _FLAG[text.lower()] if kind is bool else kind(text)
        except (ValueError, KeyError) as error:
            raise refused(f"Invalid method setting {operation['path']}: {text!r}") from error
        settings.setdefault(key, dict(_DEFAULT_SETTING))[member] = value
        return True
    if operation["op"] == "remove" and len(parts) == 2 and (parts[0].startswith("~1") or parts[0] == "*"):
        settings.pop("/".join(unescaped(part) for part in parts).lstrip("/"), None)
        return True
    return False
