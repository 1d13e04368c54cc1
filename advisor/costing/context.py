"""What a pricer may look at beside its resource: the other resources, the usage and the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor.stack.plain import UNKNOWN
from advisor.stack.resources import Resource
from advisor.usage.profile import Usage


@dataclass(frozen=True)
class Context:
    """One stack under one usage.

    Args:
        resources: Every resource of the stack.
        usage: How much of everything is used in a month.
        on: The first day of the year whose average month is estimated.
    """

    resources: tuple[Resource, ...]
    usage: Usage
    on: date
    _indexes: dict[tuple[str, Callable[[Resource], str | None]], Mapping[str | None, list[Resource]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def _by_type(self) -> Mapping[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.type].append(resource)
        return found

    @cached_property
    def _by_text(self) -> Mapping[tuple[str, str, str], list[Resource]]:
        """Resources by type, property and the text that it holds: endpoints of a name are asked for by thousands."""
        found: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for name, value in resource.properties.values.items():
                if isinstance(value, str):
                    found[resource.type, name, value].append(resource)
        return found

    @cached_property
    def _by_link(self) -> Mapping[tuple[str, str, str], list[Resource]]:
        """Resources by type, property and the URN that the property takes its value from."""
        found: dict[tuple[str, str, str], list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for name, urns in resource.links.items():
                for urn in urns:
                    found[resource.type, name, urn].append(resource)
        return found

    @cached_property
    def _by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    def of_type(self, token: str) -> Iterable[Resource]:
        """Every resource of a type."""
        return self._by_type.get(token, [])

    def by(self, token: str, key: Callable[[Resource], str | None]) -> Mapping[str | None, list[Resource]]:
        """Resources of a type by a key, which is computed once for each: pairs would be too many."""
        if (token, key) not in self._indexes:
            found: dict[str | None, list[Resource]] = defaultdict(list)
            for resource in self.of_type(token):
                found[key(resource)].append(resource)
            self._indexes[token, key] = dict(found)
        return self._indexes[token, key]

    def holding(self, token: str, name: str, value: object, owner: Resource) -> Iterator[Resource]:
        """Resources of a type whose property holds a text, or, where it is not known yet, takes it from ``owner``."""
        if isinstance(value, str):
            yield from self._by_text.get((token, name, value), [])
        for found in self._by_link.get((token, name, owner.urn), []):
            if found.properties.values.get(name) is UNKNOWN:
                yield found

    def source_of(self, resource: Resource, name: str, token: str, key: str) -> Resource | None:
        """The resource of a type that a property names: by its property ``key``, or by where the value comes from."""
        value = resource.properties.values.get(name)
        if isinstance(value, str):
            named = self._by_text.get((token, key, value))
            if named:
                return named[0]
        linked = (self._by_urn.get(urn) for urn in resource.links.get(name, ()))
        return next((found for found in linked if found is not None and found.type == token), None)
