"""The life of a resource on plain values: check, diff, create, read, update, delete (`servicer.py` speaks gRPC)."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Final

from sandbox.provider import check as checking
from sandbox.provider import diff as diffing
from sandbox.provider import registry, tags
from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.resource import Change, Resource
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props, has_unknown

_REGION_SUFFIX: Final = re.compile(r"^(?P<id>.+)@(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)$")


class PartlyDoneError(ProviderError):
    """Something exists, but a later step failed.

    Attributes:
        resource_id: What exists.
        state: Its properties, as far as they could be read.
        inputs: What would make that state.
    """

    def __init__(self, cause: ProviderError, resource_id: str, state: Props, inputs: Props) -> None:
        super().__init__(str(cause))
        self.resource_id = resource_id
        self.state = state
        self.inputs = inputs


@dataclass(frozen=True)
class Subject:
    """Which resource a request is about: its type token and its name in the program."""

    token: str
    name: str

    @classmethod
    def of_urn(cls, urn: str) -> Subject:
        """From `urn:pulumi:stack::project::parent$type::name`."""
        _, _, kind, name = urn.split("::", 3)
        return cls(kind.rsplit("$", 1)[-1], name)


class Lifecycle:
    """Every call about a resource, for one configured provider."""

    def __init__(self, session: AwsSession) -> None:
        self.session = session

    def check(
        self, subject: Subject, olds: Props, news: Props, naming: checking.NameRequest
    ) -> tuple[Props, list[Failure]]:
        """See `check.check`; a type that isn't known is a failure, too."""
        try:
            return checking.check(registry.resource(subject.token), self.session, olds, news, naming)
        except registry.UnknownTypeError as error:
            return news, [Failure("", str(error))]

    def diff(self, subject: Subject, state: Props, old_inputs: Props, news: Props) -> diffing.Diff:
        """What an update from `state` to `news` would do."""
        resource = registry.resource(subject.token)
        return diffing.diff(resource, state, old_inputs, news, self.session.config.region)

    def preview_create(self, subject: Subject, inputs: Props) -> Props:
        """The state that a creation would give: what AWS decides is unknown."""
        resource = registry.resource(subject.token)
        computed = {name: UNKNOWN for name in (*resource.table.outputs, *resource.table.volatile) if name not in inputs}
        nested = diffing.unknown_members(resource, inputs)
        region = inputs.get("region", self.session.config.region)
        return {**self._public(inputs), **nested, **computed, "region": region}

    def create(self, subject: Subject, inputs: Props, timeout_s: float) -> tuple[str, Props]:
        """Make the resource.

        Raises:
            PartlyDoneError: It exists but isn't complete.
            ProviderError: Nothing was made.
        """
        resource = registry.resource(subject.token)
        aws = self._aws(subject, inputs, timeout_s or resource.table.timeouts.create)
        resource_id = resource.create(aws, inputs)
        try:
            resource.settle(aws, resource_id, inputs)
            self._first_tags(resource, aws, resource_id, inputs)
            return resource_id, self._state(resource, aws, resource_id, dict(inputs), inputs)
        except ProviderError as error:
            raise self._partly_done(error, resource, aws, resource_id, inputs) from error

    def read(self, subject: Subject, resource_id: str, state: Props, inputs: Props) -> tuple[Props, Props, str] | None:
        """Its state, the inputs that would make it and its id; None when it is gone. Without a state: an import."""
        resource = registry.resource(subject.token)
        match = _REGION_SUFFIX.match(resource_id) if not state else None
        where = {"region": match["region"]} if match else {}
        plain_id = match["id"] if match else resource_id
        known = {**(resource.parse_id(plain_id) if not state else {}), **where, **inputs, **state}
        aws = self._aws(subject, known, resource.table.timeouts.create)
        actual = resource.read(aws, plain_id, known)
        if actual is None:
            return None
        found_id = str(actual.pop("id", plain_id))
        new_state = self._complete(resource, aws, found_id, actual, {**where, **inputs})
        return new_state, diffing.inputs_after_read(resource, new_state, inputs), found_id

    def preview_update(self, subject: Subject, state: Props, old_inputs: Props, news: Props) -> Props:
        """The state that an update would give."""
        resource = registry.resource(subject.token)
        removed = old_inputs.keys() - news.keys()
        kept = {name: value for name, value in state.items() if name not in removed}
        nested = diffing.unknown_members(resource, news)
        return {**kept, **self._public(news), **nested, **dict.fromkeys(resource.table.volatile, UNKNOWN)}

    def update(
        self, subject: Subject, resource_id: str, state: Props, old_inputs: Props, news: Props, timeout_s: float
    ) -> Props:
        """Bring the resource from `state` to `news`.

        Raises:
            PartlyDoneError: It was changed in part.
        """
        resource = registry.resource(subject.token)
        aws = self._aws(subject, {**state, **news}, timeout_s or resource.table.timeouts.update)
        names = self.diff(subject, state, old_inputs, news).names
        try:
            if names - {"tags", "tagsAll"}:
                resource.update(aws, resource_id, Change(state, news, names))
            if resource.tag_api and "tagsAll" in names:
                self._write_tags(resource, aws, resource_id, state, news)
            # What an update changes by itself must not be taken for a change that somebody else made.
            known = {name: value for name, value in state.items() if name not in resource.table.volatile}
            return self._state(resource, aws, resource_id, {**known, **news}, news)
        except ProviderError as error:
            raise self._partly_done(error, resource, aws, resource_id, news, state) from error

    def delete(self, subject: Subject, resource_id: str, state: Props, timeout_s: float) -> None:
        """Remove the resource; that it is already gone is no error."""
        resource = registry.resource(subject.token)
        aws = self._aws(subject, state, timeout_s or resource.table.timeouts.delete)
        resource.delete(aws, resource_id, state)

    # -- parts ------------------------------------------------------------------------------------------------------

    def _aws(self, subject: Subject, props: Props, timeout_s: float) -> Aws:
        region = props.get("region") or self.session.config.region
        if has_unknown(region):
            raise ProviderError("the Region of a resource must be known before it is made")
        return Aws(self.session, region, subject.name, time.monotonic() + timeout_s)

    @staticmethod
    def _public(inputs: Props) -> Props:
        return {name: value for name, value in inputs.items() if not name.startswith("__")}

    @staticmethod
    def _first_tags(resource: Resource, aws: Aws, resource_id: str, inputs: Props) -> None:
        wanted = inputs.get("tagsAll")
        if resource.tag_api and resource.tag_api.after_create and wanted:
            resource.tag_api.write(aws, resource_id, inputs, tags.TagChange({}, dict(wanted)))

    def _write_tags(self, resource: Resource, aws: Aws, resource_id: str, state: Props, news: Props) -> None:
        change = tags.TagChange(dict(state.get("tagsAll") or {}), dict(news.get("tagsAll") or {}))
        if resource.tag_api:
            resource.tag_api.write(aws, resource_id, state, change)

    def _state(self, resource: Resource, aws: Aws, resource_id: str, known: Props, inputs: Props) -> Props:
        actual: Props = {}

        def there() -> bool:
            found = resource.read(aws, resource_id, known)
            actual.update(found or {})
            return found is not None

        # What was just made may not be readable everywhere yet.
        aws.wait(f"{resource.type_name} {resource_id!r} being readable", there)
        actual.pop("id", None)
        return self._complete(resource, aws, resource_id, actual, inputs)

    def _complete(self, resource: Resource, aws: Aws, resource_id: str, actual: Props, inputs: Props) -> Props:
        state = diffing.settled_state(resource, actual, inputs)
        state["region"] = aws.region
        if resource.tag_api:
            config = self.session.config
            found = resource.tag_api.read(aws, resource_id, {**inputs, **state})
            every = {key: value for key, value in found.items() if not config.ignores_tag(key)}
            state["tags"] = tags.own_part(config, every, inputs.get("tags"))
            state["tagsAll"] = every
        return state

    def _partly_done(
        self, error: ProviderError, resource: Resource, aws: Aws, resource_id: str, inputs: Props, state: Any = None
    ) -> PartlyDoneError:
        try:
            actual = resource.read(aws, resource_id, {**(state or {}), **inputs}) or {}
            actual.pop("id", None)
            found = self._complete(resource, aws, resource_id, actual, inputs) if actual else {}
        except ProviderError:
            found = {}  # the first failure is the one to report
        kept = found or dict(state or self._public(inputs))
        return PartlyDoneError(error, resource_id, kept, diffing.inputs_after_read(resource, kept, inputs))
