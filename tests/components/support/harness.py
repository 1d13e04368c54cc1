"""Runs a Pulumi program against a recording monitor: everything that is registered is kept, nothing is created.

Proof limit: this shows what the program asks of the engine, not that AWS accepts it.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi
from pulumi.runtime import mocks, rpc
from pulumi.runtime.settings import SETTINGS, set_root_resource
from pulumi.runtime.stack import run_in_stack, wait_for_rpcs

PROJECT = "inference-platform"
REGION = "us-east-1"
ACCOUNT_ID = "123456789012"
STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Recorded:
    """One registration, as the engine would get it."""

    type: str
    name: str
    urn: str
    parent: str
    custom: bool
    inputs: Mapping[str, Any]
    protect: bool
    retain_on_delete: bool
    aliases: int
    dependencies: frozenset[str]
    links: Mapping[str, tuple[str, ...]]
    state: Mapping[str, Any]
    ignore_changes: tuple[str, ...]
    provider: str
    """URN and id of the explicit provider, as ``urn::id``; empty for the default one."""

    def json(self, key: str) -> Any:
        """An input that is JSON text, parsed."""
        return json.loads(self.inputs[key])


@dataclass
class RecordedStack:
    """What a program registered."""

    resources: list[Recorded] = field(default_factory=list)
    outputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def exports(self) -> Mapping[str, Any]:
        """The stack's own outputs."""
        return next((values for urn, values in self.outputs.items() if f"::{STACK_TYPE}::" in urn), {})

    def all(self, type_: str) -> list[Recorded]:
        """Every resource of a type, by name: the order of registrations depends on what resolves first."""
        return sorted((one for one in self.resources if one.type == type_), key=lambda one: one.name)

    def only(self, type_: str, ending: str = "") -> Recorded:
        """The one resource of a type, or the one of which the name ends so."""
        found = [resource for resource in self.all(type_) if resource.name.endswith(ending)]
        assert len(found) == 1, f"{len(found)} resources of {type_} end with {ending!r}: {[one.name for one in found]}"
        return found[0]

    def by_urn(self, urn: str) -> Recorded:
        """A resource by its URN."""
        return next(resource for resource in self.resources if resource.urn == urn)

    def counts(self) -> dict[str, int]:
        """Custom resources by type."""
        return dict(Counter(resource.type for resource in self.custom()))

    def custom(self) -> Iterator[Recorded]:
        """Resources that a provider would make."""
        return (resource for resource in self.resources if resource.custom)


class RecordingMonitor(mocks.MockMonitor):
    """Sees what plain mocks hide: duplicate URNs, parents, protection, aliases and registered outputs."""

    def __init__(self, cloud: mocks.Mocks) -> None:
        super().__init__(cloud)
        self.stack = RecordedStack()

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the monitor's own name
        urn = self.make_urn(request.parent, request.type, request.name)
        assert urn not in self.resources, f"registered twice: {urn}"
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]  # the SDK has no types here
        if request.type != STACK_TYPE:
            self.stack.resources.append(
                Recorded(
                    type=request.type,
                    name=request.name,
                    urn=urn,
                    parent=request.parent,
                    custom=request.custom,
                    inputs=rpc.deserialize_properties(request.object),
                    protect=request.protect,
                    retain_on_delete=request.retainOnDelete,
                    aliases=len(request.aliases) + len(request.aliasURNs),
                    dependencies=frozenset(request.dependencies),
                    links={name: tuple(found.urns) for name, found in request.propertyDependencies.items()},
                    state=rpc.deserialize_properties(response.object),
                    ignore_changes=tuple(request.ignoreChanges),
                    provider=request.provider,
                )
            )
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the monitor's own name
        self.stack.outputs[request.urn] = rpc.deserialize_properties(request.outputs)
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]  # the SDK has no types here


def made_arn(token: str, name: str, region: str = REGION) -> str:
    """The ARN of a resource that exists only here: of the right service, and told from others by its type token."""
    service = SERVICES.get(token, token.split(":")[1].split("/", maxsplit=1)[0] if ":" in token else token)
    return f"arn:aws:{service}:{region}:{ACCOUNT_ID}:{token}/{name}"


def holds_made_arn(text: str) -> bool:
    """True for a text in which ``made_arn`` made a part."""
    return re.search(rf"arn:aws:[a-z0-9-]+:[a-z0-9-]+:{ACCOUNT_ID}:aws:", text) is not None


SERVICES: Mapping[str, str] = {
    "aws:cloudwatch/logGroup:LogGroup": "logs",
    "aws:cloudwatch/eventBus:EventBus": "events",
    "aws:cloudwatch/eventRule:EventRule": "events",
    "aws:sfn/stateMachine:StateMachine": "states",
    "aws:appautoscaling/policy:Policy": "autoscaling",
}
"""The service in a type's ARNs, where it is not called like the type's module."""


class Cloud(mocks.Mocks):
    """Answers as AWS would in kind: an id, an ARN, and what a few types compute.

    Args:
        region: The stack's own Region. What is made with a provider of another one has ARNs of that one.
    """

    def __init__(self, region: str = REGION) -> None:
        super().__init__()
        self.region = region
        self.providers: dict[str, str] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        name = args.inputs.get("name", f"{args.name}-0a1b2c3")
        region = self.providers.get((args.provider or "").rpartition("::")[2], self.region)
        state = {**args.inputs, "name": name, "arn": made_arn(args.typ, name, region)}
        state.update(computed(args.typ, name, args.inputs, region))
        if args.typ == PROVIDER_TYPE:
            self.providers[f"{name}-id"] = str(args.inputs["region"])
        return f"{name}-id" if args.custom else "", state

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        if args.token == GET_REGION:
            return {"region": self.region}, []
        return dict(ANSWERS[args.token]), []


INVOKE = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
"""How API Gateway names what it calls."""


def invoke_prefix(region: str) -> str:
    """The same in another Region."""
    return INVOKE.replace(REGION, region)


PROVIDER_TYPE = "pulumi:providers:aws"
GET_REGION = "aws:index/getRegion:getRegion"
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT_ID},
    "aws:index/getPartition:getPartition": {"partition": "aws"},
    "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": [f"{REGION}{zone}" for zone in "abc"]},
}
"""What the functions of the provider answer."""


def computed(type_: str, name: str, inputs: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Outputs that only the provider knows and that the program reads."""
    if type_ == "aws:cloudcontrol/resource:Resource":
        point = {
            "ResourceARN": f"arn:aws:s3:{region}:{ACCOUNT_ID}:accesspoint/input",
            "Alias": "input-abc-ext-s3alias",
        }
        return {"properties": json.dumps({**json.loads(inputs["desiredState"]), "S3AccessPoint": point})}
    alias = f"arn:aws:lambda:{region}:{ACCOUNT_ID}:function:{inputs.get('functionName')}:{name}"
    fixed: dict[str, dict[str, Any]] = {
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": {
            "provisionedModelArn": made_arn(type_, name, region)
        },
        "aws:cloudwatch/eventBus:EventBus": {"arn": f"arn:aws:events:{region}:{ACCOUNT_ID}:event-bus/{name}"},
        "aws:kms/key:Key": {"keyId": "11111111-2222-3333-4444-555555555555"},
        "aws:lambda/function:Function": {"version": "1"},
        "aws:lambda/alias:Alias": {"arn": alias, "invokeArn": f"{invoke_prefix(region)}{alias}/invocations"},
        "aws:apigateway/restApi:RestApi": {"executionArn": f"arn:aws:execute-api:{region}:{ACCOUNT_ID}:{name}-id"},
        "aws:apigateway/stage:Stage": {"invokeUrl": f"https://api.execute-api.{region}.amazonaws.com/live"},
        "aws:apigateway/domainName:DomainName": {"regionalDomainName": "d-1.example", "regionalZoneId": "Z1"},
        "aws:sqs/queue:Queue": {"url": f"https://sqs.{region}.amazonaws.com/{ACCOUNT_ID}/{name}"},
        "aws:route53/record:Record": {"fqdn": name},
        "aws:ec2/vpcEndpoint:VpcEndpoint": {"prefixListId": "pl-12345678"},
        "aws:s3/bucket:Bucket": {"arn": f"arn:aws:s3:::{name}-id"},
        "aws:dynamodb/table:Table": {
            "replicas": [replica(name, one) for one in inputs.get("replicas") or ()],
            "streamArn": f"{made_arn(type_, name, region)}/stream/2026",
        },
    }
    return fixed.get(type_, {})


def replica(table: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A replica of a table, with what AWS computes of it."""
    arn = f"arn:aws:dynamodb:{given['regionName']}:{ACCOUNT_ID}:table/{table}"
    return {**given, "arn": arn, "streamArn": f"{arn}/stream/2026", "streamLabel": "2026"}


def program(build: Callable[[], object], *, stack: str = "test", region: str = REGION) -> RecordedStack:
    """Run a program to its end.

    Args:
        build: The program: registers resources, exports outputs.
        stack: Name of the stack.
        region: The stack's own Region.

    Raises:
        Exception: Whatever the program raises.
    """
    cloud = Cloud(region)
    monitor = RecordingMonitor(cloud)
    # A root of any kind keeps set_mocks from making one outside of the loop below; run_in_stack makes its own, so that
    # no transformation of an earlier test is left on it.
    set_root_resource(cast(pulumi.Resource, monitor))
    mocks.set_mocks(cloud, project=PROJECT, stack=stack, monitor=monitor)
    _no_root()

    async def run() -> None:
        build()
        await _settle()

    with _event_loop() as loop, _no_source_positions():
        loop.run_until_complete(run_in_stack(run))
    return monitor.stack


async def _settle() -> None:
    """Waits for everything that the program has begun.

    The SDK does so too, but looks at all outputs anew after each one that is done: a third of a large program's time.
    """
    while True:
        await wait_for_rpcs(await_all_outstanding_tasks=False)
        begun = list(SETTINGS.outputs)
        if not begun:
            return
        SETTINGS.outputs.clear()
        done, left = await asyncio.wait(begun, return_when=asyncio.FIRST_EXCEPTION)
        SETTINGS.outputs.update(left)
        for task in done:
            await task


@contextmanager
def _no_source_positions() -> Iterator[None]:
    """Keeps the SDK from reading the whole stack for each resource, a fifth of the time: no test asks where one is."""
    before = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = 1  # the frame of the SDK alone, in which it finds no resource and gives up
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before


@contextmanager
def _event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop whose worker threads have loops too (the mock monitor wants one), all closed at the end."""
    loops: list[asyncio.AbstractEventLoop] = []

    def with_loop() -> None:
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    with_loop()
    loop = loops[0]
    loop.set_default_executor(ThreadPoolExecutor(max_workers=4, initializer=with_loop))
    try:
        yield loop
    finally:
        _abandon(loop)
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        for opened in loops:
            opened.close()
        _no_root()


def _abandon(loop: asyncio.AbstractEventLoop) -> None:
    """Ends what a program that raised has left behind."""
    SETTINGS.rpc_manager.clear()
    SETTINGS.outputs.clear()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


def _no_root() -> None:
    set_root_resource(cast(pulumi.Resource, None))
