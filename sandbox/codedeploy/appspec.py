"""What a deployment shall do: the AppSpec out of a revision. Pure.

https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

_PROPERTIES: Final = ("Name", "Alias", "CurrentVersion", "TargetVersion")
_HOOKS: Final = ("BeforeAllowTraffic", "AfterAllowTraffic")


class AppSpecError(ValueError):
    """The revision cannot be deployed; the message says what is accepted."""


@dataclass(frozen=True, slots=True)
class AppSpec:
    """One alias from one version to another.

    Attributes:
        function: Name of the function.
        alias: Name of its alias.
        current: Version that has the traffic.
        target: Version that shall have it.
        before: Function that checks before any traffic is shifted; empty for none.
        after: Function that checks afterwards; empty for none.
    """

    function: str
    alias: str
    current: str
    target: str
    before: str = ""
    after: str = ""


def content_of(revision: Mapping[str, Any]) -> str:
    """The AppSpec's text out of a revision.

    Raises:
        AppSpecError: It lies elsewhere, or is not what its SHA-256 says.
    """
    kind = revision.get("revisionType")
    member = {"AppSpecContent": "appSpecContent", "String": "string"}.get(str(kind))
    if member is None:
        raise AppSpecError(f"revisionType is {kind!r}; the sandbox plays AppSpecContent and String")
    part = revision.get(member) or {}
    text = str(part.get("content") or "")
    digest = part.get("sha256")
    if digest and hashlib.sha256(text.encode()).hexdigest() != digest:
        raise AppSpecError("The SHA-256 of the AppSpec file is not the one that was given")
    return text


def read_appspec(text: str) -> AppSpec:
    """The AppSpec in JSON or YAML.

    Raises:
        AppSpecError: It is none for Lambda.
    """
    import yaml

    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise AppSpecError(f"The AppSpec file is no JSON and no YAML: {error}") from error
    if not isinstance(raw, dict) or str(raw.get("version")) not in ("0.0", "0"):
        raise AppSpecError("The AppSpec file must be an object with version 0.0")
    resources = raw.get("Resources") or raw.get("resources") or []
    found = [body for one in resources for body in one.values()]
    if len(found) != 1 or (found[0].get("Type") or found[0].get("type")) != "AWS::Lambda::Function":
        raise AppSpecError("The AppSpec file must have exactly one resource, of type AWS::Lambda::Function")
    properties = found[0].get("Properties") or found[0].get("properties") or {}
    values = {name: str(properties.get(name, properties.get(name.lower(), ""))) for name in _PROPERTIES}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise AppSpecError(f"The AppSpec file lacks {', '.join(missing)} among the properties of its function")
    for name in ("CurrentVersion", "TargetVersion"):
        if not values[name].isdecimal():
            raise AppSpecError(f"{name} is {values[name]!r}; accepted: the number of a published version")
    hooks = _hooks(raw.get("Hooks") or raw.get("hooks") or [])
    return AppSpec(
        function=values["Name"],
        alias=values["Alias"],
        current=values["CurrentVersion"],
        target=values["TargetVersion"],
        before=hooks.get(_HOOKS[0], ""),
        after=hooks.get(_HOOKS[1], ""),
    )


def _hooks(given: Any) -> dict[str, str]:
    hooks = {str(name): str(function) for one in given for name, function in one.items()}
    if unknown := sorted(hooks.keys() - set(_HOOKS)):
        raise AppSpecError(f"The AppSpec file has the hooks {', '.join(unknown)}; accepted: {', '.join(_HOOKS)}")
    return hooks
