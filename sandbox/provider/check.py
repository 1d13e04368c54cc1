"""Check: defaults and names filled in, and everything wrong with the inputs said before anything is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.provider import catalog, tags
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import MappingError
from sandbox.provider.naming import AutoName, NameTooLongError
from sandbox.provider.resource import Resource
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props, has_unknown

_DEFAULTS: Final = "__defaults"


@dataclass(frozen=True)
class NameRequest:
    """What the engine says about the name.

    Attributes:
        logical: The resource's name in the program.
        seed: Same for each Check of one resource; empty for random.
        proposed: A name from the engine's own naming settings.
        enforced: Whether it must be taken as it is.
        disabled: Whether names must be given by the program.
    """

    logical: str
    seed: bytes = b""
    proposed: str | None = None
    enforced: bool = False
    disabled: bool = False


def check(
    resource: Resource, session: AwsSession, olds: Props, news: Props, naming: NameRequest
) -> tuple[Props, list[Failure]]:
    """The inputs to work with, and all that is wrong with them.

    Args:
        resource: The type.
        session: For the service models and the default tags.
        olds: The inputs that Check gave the last time; empty for a new resource.
        news: What the program says.
        naming: How to name it.
    """
    inputs = {key: value for key, value in news.items() if not key.startswith("__")}
    inputs |= {name: _as_text(inputs[name]) for name in resource.table.meaning.json_text & inputs.keys()}
    spec = resource.spec
    failures = list(catalog.unknown_properties(spec, {key: inputs[key] for key in inputs if key != "tagsAll"}))
    defaulted = [name for name in resource.table.defaults if name not in inputs]
    inputs = {**inputs, **{name: resource.table.defaults[name] for name in defaulted}}
    if resource.table.name:
        failures += _fill_name(resource.table.name, olds, inputs, defaulted, naming)
    if "tags" in spec.inputs and resource.tag_api:
        inputs["tagsAll"] = tags.merge(session.config, inputs.get("tags"))
    for known in spec.inputs.values():
        if known.required and known.name not in inputs:
            failures.append(Failure(known.name, f"{known.name!r} is required and is not given"))
    if not failures:
        failures += _request_failures(resource, session, inputs)
    return ({**inputs, _DEFAULTS: sorted(defaulted)} if defaulted else inputs), failures


def _as_text(document: Any) -> Any:
    """A JSON document that the program gives as an object."""
    if not isinstance(document, dict | list):
        return document
    return UNKNOWN if has_unknown(document) else json.dumps(document)


def _fill_name(
    auto: AutoName, olds: Props, inputs: Props, defaulted: list[str], naming: NameRequest
) -> Iterator[Failure]:
    if auto.property in inputs:
        return
    prefix = inputs.get(auto.prefix_property) if auto.prefix_property else None
    was_made_up = auto.property in olds.get(_DEFAULTS, ())
    same_prefix = not auto.prefix_property or olds.get(auto.prefix_property) == prefix
    try:
        if was_made_up and same_prefix:
            inputs[auto.property] = olds[auto.property]
        elif naming.disabled:
            yield Failure(auto.property, f"{auto.property!r} is required: automatic naming is off")
            return
        elif naming.proposed and not isinstance(prefix, str):
            inputs[auto.property] = auto.prefix + naming.proposed
        else:
            given = prefix if isinstance(prefix, str) else None
            suffix = ".fifo" if inputs.get("fifoQueue") is True or inputs.get("fifoTopic") is True else ""
            inputs[auto.property] = auto.propose(naming.logical, naming.seed, prefix=given, suffix=suffix)
        defaulted.append(auto.property)
    except NameTooLongError as error:
        yield Failure(auto.property, str(error))


def _request_failures(resource: Resource, session: AwsSession, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    from sandbox.provider.validation import problems  # needs botocore

    found = list(resource.check(dict(inputs)))
    yield from found
    if found:
        return
    try:
        for call in resource.calls(session, dict(inputs)):
            for problem in problems(session.operation(call.service, call.operation), call.params):
                yield Failure("", f"{call.service}:{call.operation} would refuse it: {problem}")
    except MappingError as error:
        yield error.failure
