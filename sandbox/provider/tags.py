"""Tags: the provider's defaults under the resource's own, and the calls by which each service keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.provider.aws import Aws
from sandbox.provider.config import ProviderConfig
from sandbox.provider.values import UNKNOWN, Props, Unknown

Tags = dict[str, str]


def merge(config: ProviderConfig, own: Mapping[str, Any] | Unknown | None) -> Props | Unknown:
    """`tagsAll`: the configuration's default tags, then the resource's `own`, which win."""
    if isinstance(own, Unknown):
        return UNKNOWN
    return {**config.default_tags, **(own or {})}


def own_part(config: ProviderConfig, every: Mapping[str, str], own: Mapping[str, Any] | None) -> Tags:
    """The part of `every` tag that isn't there because of the configuration's defaults."""
    defaults = config.default_tags
    mine = own or {}
    return {key: value for key, value in every.items() if key in mine or defaults.get(key) != value}


def as_list(tags: Mapping[str, str], key: str = "Key", value: str = "Value") -> list[dict[str, str]]:
    """Tags as most APIs take them."""
    return [{key: name, value: text} for name, text in sorted(tags.items())]


def as_map(tags: Iterable[Mapping[str, str]] | None, key: str = "Key", value: str = "Value") -> Tags:
    """Tags as most APIs give them, as a plain map."""
    return {tag[key]: tag.get(value, "") for tag in tags or ()}


class TagApi(Protocol):
    """How a service keeps tags."""

    @property
    def after_create(self) -> bool:
        """Whether the creating call cannot set them, so that `write` must follow it."""

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:
        """Parameters of the creating call that set `tags`; none when the service wants a call of its own."""

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:
        """The tags that the resource has."""

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:
        """Bring the tags from one set to another."""


@dataclass(frozen=True)
class TagChange:
    """From `old` to `new`."""

    old: Tags
    new: Tags

    @property
    def added(self) -> Tags:
        """Tags that are new or have another value."""
        return {key: value for key, value in self.new.items() if self.old.get(key) != value}

    @property
    def removed(self) -> list[str]:
        """Keys that go."""
        return sorted(self.old.keys() - self.new.keys())


@dataclass(frozen=True, kw_only=True)
class ServiceTags:
    """The common form: three operations on a resource that a parameter names.

    Attributes:
        service: boto3's service.
        add: Operation that sets tags.
        remove: Operation that removes keys.
        read_by: Operation that lists them.
        target: Parameter that names the resource.
        of: State property whose value goes there; "id" for the resource's id.
        parameter: Parameter of the tags in `add` and in the creating call.
        keys: Parameter of the keys in `remove`.
        answer: Where the listing has them; defaults to `parameter`.
        mapped: Whether the API has a map of them, not a list of pairs.
        after_create: See `TagApi`.
        pair: Names of key and value in such a pair.
        create_parameter: Parameter in the creating call when it differs.
    """

    service: str
    add: str
    remove: str
    read_by: str
    target: str
    of: str = "arn"
    parameter: str = "Tags"
    keys: str = "TagKeys"
    answer: str | None = None
    mapped: bool = False
    after_create: bool = False
    pair: tuple[str, str] = field(default=("Key", "Value"))
    create_parameter: str | None = None

    def on_create(self, tags: Mapping[str, str] | Unknown) -> Props:
        """See `TagApi`."""
        if self.after_create:
            return {}
        if isinstance(tags, Unknown):
            return {self.create_parameter or self.parameter: UNKNOWN}
        return {self.create_parameter or self.parameter: self._form(tags)} if tags else {}

    def read(self, aws: Aws, resource_id: str, state: Props) -> Tags:
        """See `TagApi`."""
        answer = aws.call(self.service, self.read_by, **self._target(resource_id, state))
        found = answer.get(self.answer or self.parameter)
        return dict(found or {}) if self.mapped else as_map(found, *self.pair)

    def write(self, aws: Aws, resource_id: str, state: Props, change: TagChange) -> None:
        """See `TagApi`."""
        target = self._target(resource_id, state)
        if change.removed:
            aws.call(self.service, self.remove, **target, **{self.keys: change.removed})
        if change.added:
            aws.call(self.service, self.add, **target, **{self.parameter: self._form(change.added)})

    def _form(self, tags: Mapping[str, str]) -> Any:
        return dict(tags) if self.mapped else as_list(tags, *self.pair)

    def _target(self, resource_id: str, state: Props) -> Props:
        return {self.target: resource_id if self.of == "id" else state[self.of]}
