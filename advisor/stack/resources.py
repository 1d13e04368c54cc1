"""The resources of a stack, from what ``pulumi preview --json`` or ``pulumi stack export`` writes.

The formats are Pulumi's: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go (ResourceV3) and
https://github.com/pulumi/pulumi/blob/master/pkg/backend/display/json.go (the preview's steps).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from advisor.errors import InputError
from advisor.stack.plain import decoded
from advisor.stack.properties import Properties

PROVIDER: Final = "pulumi:providers:aws"
GONE: Final = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "read", "read-replacement"})
"""Steps after which the stack does not have the resource."""
OWN_THEME: Final = "platform"
"""Module of the components that belong to no theme: the platform itself, and what every theme is made of."""
NO_THEME: Final = "other"


@dataclass(frozen=True)
class Resource:
    """A resource as the program asks for it.

    Args:
        urn: Its name in the engine.
        type: Its type token.
        properties: Its inputs, decoded.
        region: The Region that it goes to; ``None`` when the file does not say.
        links: The URNs that each property takes a value from, also where the value itself is not known yet.
    """

    urn: str
    type: str
    properties: Properties = field(compare=False)
    region: str | None = None
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.urn.split("::", 3)[-1]

    @property
    def theme(self) -> str:
        """The theme that it belongs to, from the types of its parents."""
        return theme_of(self.urn)


@dataclass(frozen=True)
class Stack:
    """What a file says.

    Args:
        name: Of the stack.
        region: Of the stack's default provider; ``None`` when the file does not say.
        resources: What the stack will have.
        missing: What the file leaves out, in words; the estimate is a lower bound then.
    """

    name: str
    region: str | None
    resources: tuple[Resource, ...]
    missing: tuple[str, ...] = ()


def theme_of(urn: str) -> str:
    """The theme of an URN: the module of the first component above it that is not the platform's own.

    >>> theme_of("urn:pulumi:prod::p::p:platform:Platform$p:inference:Inference$aws:s3/bucket:Bucket::runs")
    'inference'
    """
    parents = urn.split("::")[2].split("$")[:-1] if urn.count("::") >= 3 else []
    modules = (token.split(":")[1] for token in parents if token.count(":") == 2)
    return next((module for module in modules if module != OWN_THEME), NO_THEME)


def read_stack(text: str, source: str, region: str | None = None) -> Stack:
    """Read a file.

    Args:
        text: Its content.
        source: What to call it in messages.
        region: The Region of resources for which the file names none.

    Raises:
        InputError: It holds no stack.
    """
    return stack_in(_document(text, source), source, region)


def stack_in(document: Mapping[str, Any], source: str, region: str | None = None) -> Stack:
    """Read what a file holds, once it is parsed: an object with ``steps``, or with a ``deployment``.

    Raises:
        InputError: It is damaged.
    """
    previewed = "steps" in document
    listed = list(_objects(document["steps"] if previewed else _exported(document), source))
    states = list(_after(listed, source)) if previewed else listed
    regions = _regions(states)
    main = _configured_region(document) or next((regions[urn] for urn in regions if _is_default(urn)), region)
    resources = tuple(_resources(states, regions, main, source))
    missing = _missing(document, listed) if previewed else ()
    return Stack(_stack_of(states), main, resources, missing)


def _document(text: str, source: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source} is not JSON ({error}); {_ACCEPTED}") from None
    if isinstance(document, dict) and (failed := _failure(document)):
        raise InputError(f"{source} is of a preview that failed, so its resources are not all there: {failed}")
    if not isinstance(document, dict) or ("steps" not in document and "deployment" not in document):
        raise InputError(f"{source} holds no stack; {_ACCEPTED}")
    return document


def _failure(document: Mapping[str, Any]) -> str:
    """The first error of a preview, in one line; empty when it has none."""
    diagnostics = document.get("diagnostics")
    for told in diagnostics if isinstance(diagnostics, list) else []:
        if isinstance(told, dict) and told.get("severity") == "error":
            return " ".join(str(told.get("message")).split())[:300] or "it does not say why"
    return ""


_ACCEPTED: Final = "accepted: what `pulumi preview --json --show-sames` or `pulumi stack export` writes"


def _exported(document: Mapping[str, Any]) -> Any:
    deployment = document["deployment"]
    return deployment.get("resources") if isinstance(deployment, dict) else "no deployment"


def _objects(found: Any, source: str) -> Iterator[Mapping[str, Any]]:
    for entry in [] if found is None else found if isinstance(found, list) else [found]:
        if not isinstance(entry, dict):
            raise InputError(f"{source} is damaged: its list of resources holds {str(entry)[:40]!r}; {_ACCEPTED}")
        yield entry


def _after(steps: list[Mapping[str, Any]], source: str) -> Iterator[Mapping[str, Any]]:
    """The state of each resource that a preview ends with; a replacement is several steps of one URN."""
    seen: set[str] = set()
    for step in steps:
        state = step.get("newState")
        if step.get("op") in GONE or state is None:
            continue
        if not isinstance(state, dict):
            raise InputError(f"{source} is damaged: a step's newState is {str(state)[:40]!r}; {_ACCEPTED}")
        if state.get("urn") not in seen:
            seen.add(str(state.get("urn")))
            yield state


def _regions(states: list[Mapping[str, Any]]) -> Mapping[str, str]:
    """Region of each provider by its URN."""
    found = {}
    for state in states:
        if state.get("type") == PROVIDER and isinstance(state.get("inputs"), dict):
            region = decoded(state["inputs"].get("region"))
            if isinstance(region, str):
                found[str(state.get("urn"))] = region
    return found


def _configured_region(document: Mapping[str, Any]) -> str | None:
    config = document.get("config")
    region = config.get("aws:region") if isinstance(config, dict) else None
    return region if isinstance(region, str) and region else None


def _resources(
    states: list[Mapping[str, Any]], regions: Mapping[str, str], main: str | None, source: str
) -> Iterator[Resource]:
    for state in states:
        urn, token = state.get("urn"), state.get("type")
        if not isinstance(urn, str) or not isinstance(token, str):
            raise InputError(f"{source} is damaged: a resource has no urn or type; {_ACCEPTED}")
        if token.startswith("pulumi:") or state.get("custom") is not True:
            continue
        if state.get("delete") is True or state.get("external") is True:
            continue
        inputs = decoded(state.get("inputs") or {})
        if not isinstance(inputs, dict):
            raise InputError(f"{source} is damaged: the inputs of {urn} are no object; {_ACCEPTED}")
        own = inputs.get("region")
        provider = str(state.get("provider", "")).rpartition("::")[0]
        region = _named(own) if own is not None else regions.get(provider, _default(provider, main))
        yield Resource(urn, token, Properties(inputs), region, _links(state))


def _named(region: object) -> str | None:
    return region if isinstance(region, str) else None


def _default(provider: str, main: str | None) -> str | None:
    """The stack's Region for the default provider. Of another provider that the file does not show nothing is known."""
    return main if not provider or _is_default(provider) else None


def _is_default(provider: str) -> bool:
    return f"::{PROVIDER}::default" in provider


def _links(state: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    found = state.get("propertyDependencies")
    if not isinstance(found, dict):
        return {}
    return {name: tuple(map(str, urns)) for name, urns in found.items() if isinstance(urns, list) and urns}


def _missing(document: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """What a preview leaves out. Every program has the stack itself, so a list without it is not a program's."""
    hidden = _hidden(document, steps)
    if hidden:
        return (f"{hidden} unchanged resources: preview with --show-sames, or export the stack",)
    return () if steps else ("it lists nothing, not even the stack: preview again",)


def _hidden(document: Mapping[str, Any], steps: list[Mapping[str, Any]]) -> int:
    """Unchanged resources that a preview counts and does not list."""
    summary = document.get("changeSummary")
    same = summary.get("same") if isinstance(summary, dict) else 0
    listed = sum(step.get("op") == "same" for step in steps)
    return max(0, same - listed) if isinstance(same, int) else 0


def _stack_of(states: list[Mapping[str, Any]]) -> str:
    urn = next((str(state.get("urn")) for state in states), "")
    return urn.removeprefix("urn:pulumi:").partition("::")[0]
