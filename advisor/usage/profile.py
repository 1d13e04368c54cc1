"""How much of everything is used in a month: a file of the user's, with a default for every key."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.errors import InputError
from advisor.usage.sections import (
    AccessPointUsage,
    ApiUsage,
    BucketUsage,
    BusUsage,
    EndpointUsage,
    FunctionUsage,
    JobUsage,
    KeyUsage,
    LogUsage,
    NameUsage,
    NetworkUsage,
    QueueUsage,
    ReplicationUsage,
    Section,
    ServerlessUsage,
    TableUsage,
    TopicUsage,
    WorkflowUsage,
)

AnySection = TypeVar("AnySection", bound=Section)


class Sections(BaseModel):
    """Every section, each with its defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    endpoint: EndpointUsage = EndpointUsage()
    serverless_endpoint: ServerlessUsage = ServerlessUsage()
    transform_jobs: JobUsage = JobUsage()
    function: FunctionUsage = FunctionUsage()
    state_machine: WorkflowUsage = WorkflowUsage()
    table: TableUsage = TableUsage()
    bucket: BucketUsage = BucketUsage()
    access_point: AccessPointUsage = AccessPointUsage()
    log_group: LogUsage = LogUsage()
    key: KeyUsage = KeyUsage()
    queue: QueueUsage = QueueUsage()
    topic: TopicUsage = TopicUsage()
    interface_endpoint: NetworkUsage = NetworkUsage()
    event_bus: BusUsage = BusUsage()
    rest_api: ApiUsage = ApiUsage()
    replication: ReplicationUsage = ReplicationUsage()
    name: NameUsage = NameUsage()


class Override(Sections):
    """Other figures for the resources whose logical name fits a pattern."""

    match: str = Field(min_length=1, description="Logical name of the resources; * and ? as in file names.")


class Usage(Sections):
    """A whole usage file."""

    overrides: tuple[Override, ...] = Field(
        default=(), description="Other figures for some resources; later ones go over earlier ones."
    )

    def of(self, section: type[AnySection], name: str) -> AnySection:
        """The figures of a section for the resource of a logical name."""
        key = _KEYS[section]
        found: AnySection = getattr(self, key)
        for override in self.overrides:
            if key in override.model_fields_set and fnmatchcase(name, override.match):
                given: Section = getattr(override, key)
                found = found.model_copy(update={field: getattr(given, field) for field in given.model_fields_set})
        return found

    def unused_overrides(self, names: frozenset[str]) -> Iterator[str]:
        """The patterns that fit none of the names: a misspelt one would have no effect, and nobody would see it."""
        for override in self.overrides:
            if not any(fnmatchcase(name, override.match) for name in names):
                yield override.match


_KEYS: dict[type[Section], str] = {type(field.default): key for key, field in Sections.model_fields.items()}


def parse_usage(text: str, source: str) -> Usage:
    """Read a usage file in YAML.

    Args:
        text: Its content; an empty file is the default usage.
        source: What to call it in messages.

    Raises:
        InputError: Every key that is not accepted, with what is and a suggestion.
    """
    from advisor.usage.document import read

    document = read(text, source)
    if document is None:
        return Usage()
    if not isinstance(document, dict):
        raise InputError(f"{source} holds {type(document).__name__}; accepted: sections, as --usage-template prints")
    try:
        return Usage.model_validate(document)
    except ValidationError as error:
        lines = [f"  {_explained(problem)}" for problem in error.errors()]
        raise InputError("\n".join([f"{source}: not accepted", *lines])) from None


def _explained(problem: Any) -> str:
    location = [str(part) for part in problem["loc"]]
    path = ".".join(location)
    if problem["type"] == "extra_forbidden":
        known = sorted(_keys_at(location[:-1]))
        close = difflib.get_close_matches(location[-1], known, n=1)
        return f"{path}: unknown key; " + (f"did you mean {close[0]}?" if close else f"accepted: {', '.join(known)}")
    if problem["type"] == "missing":
        return f"{path} is missing"
    if problem["type"] in ("model_type", "tuple_type"):
        return f"{path} = {problem['input']!r:.60}: accepted: keys and figures, as --usage-template prints them"
    shown = str(problem["input"])
    return f"{path} = {shown if len(shown) <= 60 else shown[:60] + '…'}: {problem['msg'].removeprefix('Value error, ')}"


def _keys_at(location: list[str]) -> set[str]:
    model: Any = Usage
    for part in location:
        if part == "overrides":
            model = Override
        elif part in model.model_fields:
            model = type(model.model_fields[part].default)
    return set(model.model_fields)
