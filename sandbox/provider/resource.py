"""The shape of a resource type: a table of what is special about it, and its five calls.

A type's class says which operation its properties belong to; the walk in `mapping.py` does the rest. What the class
doesn't name in `operation`'s shape, `rename` or `local` is refused at Check, so that no property is silently lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from sandbox.provider import catalog, mapping, tags
from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

# Properties that the provider itself handles for every type.
GENERAL: Final = frozenset({"region", "tags", "tagsAll"})


@dataclass(frozen=True)
class Call:
    """One planned call of boto3: `operation` is the API's name ("CreateRole")."""

    service: str
    operation: str
    params: Props


@dataclass(frozen=True)
class Change:
    """An update: from the state `old` to the inputs `new`; `names` are the top-level properties that differ."""

    old: Props
    new: Props
    names: frozenset[str]

    def any_of(self, *names: str) -> bool:
        """Whether one of `names` differs."""
        return not self.names.isdisjoint(names)


@dataclass(frozen=True)
class Timeouts:
    """Seconds that each step may take when the program sets no customTimeouts."""

    create: float = 600
    update: float = 600
    delete: float = 600


@dataclass(frozen=True)
class Table:
    """What is special about a type.

    Attributes:
        rename: Property path -> member of the API's shape, where they don't read the same.
        local: Inputs that don't belong to `operation`: the class handles each of them itself.
        unread: Inputs that AWS never returns, or not always: kept as given when an answer lacks them.
        replaces: Properties (paths without indices) whose change makes a new resource.
        defaults: Values of inputs that the program leaves out.
        meaning: Which properties are JSON text or unordered.
        outputs: Computed properties: unknown in the preview of a creation.
        volatile: Computed properties that an update changes: unknown in its preview.
        nested_outputs: Lists of objects -> members of each that AWS computes beside those that the program gives.
        name: Where its name is, when one is made up for it.
        delete_first: A replacement must not live beside what it replaces.
        timeouts: How long its steps may take.
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    meaning: Meaning = field(default_factory=Meaning)
    outputs: tuple[str, ...] = ("arn",)
    volatile: tuple[str, ...] = ()
    nested_outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: AutoName | None = None
    delete_first: bool = False
    timeouts: Timeouts = field(default_factory=Timeouts)


class Resource:
    """One resource type; stateless, one instance a process.

    Attributes:
        type_name: The type in the program ("aws:sqs/queue:Queue").
        service: boto3's service.
        operation: The API's operation whose input shape has the type's properties.
        table: What is special.
        tag_api: How its tags are kept; None when it has none.
    """

    type_name: ClassVar[str]
    service: ClassVar[str]
    operation: ClassVar[str]
    table: ClassVar[Table] = Table()
    tag_api: ClassVar[tags.TagApi | None] = None

    @property
    def spec(self) -> catalog.TypeSpec:
        """Its properties, from the package that the program uses.

        Raises:
            ProviderError: The installed package has no such type.
        """
        spec = catalog.type_spec(self.type_name)
        if spec is None:
            raise ProviderError(f"the installed pulumi-aws package has no type {self.type_name}")
        return spec

    # -- what is sent -----------------------------------------------------------------------------------------------

    def mapped(self, session: AwsSession, inputs: Mapping[str, Any]) -> Props:
        """`inputs` as parameters of `operation`, without tags and what the class handles itself."""
        shape = session.operation(self.service, self.operation).input_shape
        skip = GENERAL | self.table.local
        return mapping.to_request(inputs, shape, rename=self.table.rename, local=skip)

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """The parameters of `operation` for `inputs`."""
        given_tags = self.tag_api.on_create(inputs.get("tagsAll") or {}) if self.tag_api else {}
        return {**self.mapped(session, inputs), **given_tags}

    def calls(self, session: AwsSession, inputs: Props) -> Iterable[Call]:
        """The calls whose parameters Check validates; unknown values are in their places."""
        yield Call(self.service, self.operation, self.request(session, inputs))

    def check(self, inputs: Props) -> Iterable[Failure]:  # noqa: ARG002  # for types with rules of their own
        """What is wrong with `inputs` beyond their shape."""
        return ()

    def forced(self, state: Props, news: Props) -> Iterable[str]:  # noqa: ARG002
        """Top-level properties that need a new resource although `table.replaces` doesn't say so."""
        return ()

    # -- what comes back --------------------------------------------------------------------------------------------

    def props(self, response: Mapping[str, Any]) -> Props:
        """The type's properties that `response` has, inputs and outputs, without those in `local`."""
        spec = self.spec
        wanted = {
            name: known for name, known in spec.state.items() if name not in self.table.local | {"tags", "tagsAll"}
        }
        return mapping.from_response(response, wanted, spec.module, rename=self.table.rename)

    def parse_id(self, resource_id: str) -> Props:  # noqa: ARG002
        """The properties that an id alone tells; they stand in for the state when a resource is imported.

        Raises:
            ProviderError: The id doesn't have the type's form.
        """
        return {}

    # -- the calls --------------------------------------------------------------------------------------------------

    def create(self, aws: Aws, inputs: Props) -> str:
        """Make it and return its id at once: whatever can still fail after that belongs in `settle`."""
        raise NotImplementedError

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """The rest of a creation: further settings, and waiting until it can be used."""

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """Its properties as AWS has them, None when it is gone; `known` is its last state (or what the id tells)."""
        raise NotImplementedError

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Apply `change`; tags are applied by the provider."""
        raise NotImplementedError

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """Remove it; that it is already gone is no error."""
        raise NotImplementedError


class PutResource(Resource):
    """A type whose one call both creates and replaces the setting."""

    def identify(self, aws: Aws, inputs: Props) -> str:
        """The id of the setting that `inputs` describe."""
        raise NotImplementedError

    def put(self, aws: Aws, inputs: Props) -> None:
        """Make the setting what `inputs` say."""
        for call in self.calls(aws.session, inputs):
            aws.call(call.service, snake(call.operation), **call.params)

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        self.put(aws, inputs)
        return self.identify(aws, inputs)

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        self.put(aws, change.new)


def snake(operation: str) -> str:
    """boto3's method for an API operation."""
    from botocore import xform_name

    return str(xform_name(operation))


def split_id(resource_id: str, separator: str, *names: str) -> Props:
    """The parts of a compound id under `names`.

    Raises:
        ProviderError: It has another number of parts.
    """
    parts = resource_id.split(separator, len(names) - 1)
    if len(parts) != len(names) or not all(parts):
        raise ProviderError(
            f"the id {resource_id!r} is not of the form {separator.join(f'<{name}>' for name in names)}"
        )
    return dict(zip(names, parts, strict=True))
