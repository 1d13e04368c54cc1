"""Every type from its creation to its end, through boto3, against a real sandbox server.

What this proves: requests that AWS's models accept, states that give no second diff, and clean ends. The sandbox is
not AWS: it checks less than AWS does.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from sandbox.provider import registry
from sandbox.provider.check import NameRequest
from sandbox.provider.compare import same
from sandbox.provider.errors import ProviderError
from sandbox.provider.lifecycle import Lifecycle, PartlyDoneError, Subject
from sandbox.provider.values import Props, has_unknown
from tests.sandbox.provider.gateway_cases import GATEWAY_CASES
from tests.sandbox.provider.model_cases import MODEL_CASES, MORE_MODEL_CASES
from tests.sandbox.provider.provider_cases import CASES, MORE_CASES, Case, components_config, role, vpc
from tests.sandbox.provider.region_cases import MORE_REGION_CASES, REGION_CASES
from tests.sandbox.provider.replica_cases import REPLICA_CASES

_COUNTER = itertools.count()
ONE_OF_EACH = [*CASES, *GATEWAY_CASES, *MODEL_CASES, *REGION_CASES, *REPLICA_CASES]


class Stack:
    """Resources of one test, made as the engine makes them, and removed in the opposite order."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.lifecycle = lifecycle
        self.made: list[tuple[Subject, str, Props]] = []

    def check(self, subject: Subject, olds: Props, news: Props) -> Props:
        inputs, failures = self.lifecycle.check(subject, olds, news, NameRequest(subject.name))
        assert failures == []
        return inputs

    def make(self, kind: str, inputs: Props) -> tuple[str, Props]:
        subject = Subject(kind, f"res{next(_COUNTER)}")
        resource_id, state = self.lifecycle.create(subject, self.check(subject, {}, inputs), 0)
        self.made.append((subject, resource_id, state))
        return resource_id, state

    def remove(self) -> None:
        for subject, resource_id, state in reversed(self.made):
            self.lifecycle.delete(subject, resource_id, state, 0)


@pytest.fixture
def stack(lifecycle: Lifecycle) -> Iterator[Stack]:
    made = Stack(lifecycle)
    yield made
    made.remove()


def _without_nulls(props: Props) -> Props:
    return {name: value for name, value in props.items() if value is not None}


@pytest.mark.parametrize(
    "case",
    [*ONE_OF_EACH, *MORE_CASES, *MORE_MODEL_CASES, *MORE_REGION_CASES],
    ids=lambda case: case.kind.removeprefix("aws:"),
)
def test_a_resource_lives(case: Case, stack: Stack) -> None:
    provider = stack.lifecycle
    subject = Subject(case.kind, f"It{next(_COUNTER)}")
    given = {**(case.needs(stack.make) if case.needs else {}), **case.inputs}
    inputs = stack.check(subject, {}, given)

    planned = provider.preview_create(subject, inputs)
    resource_id, state = provider.create(subject, inputs, 0)
    stack.made.append((subject, resource_id, state))
    assert all(state.get(name) not in (None, "") for name in case.outputs), state
    known = {name: value for name, value in planned.items() if not has_unknown(value)}
    assert {name: value for name, value in known.items() if not same(value, state.get(name))} == {}
    assert provider.diff(subject, state, inputs, inputs).changes == ()

    refreshed = provider.read(subject, resource_id, state, inputs)
    assert refreshed is not None
    state, read_inputs, read_id = refreshed
    assert read_id == resource_id
    assert provider.diff(subject, state, read_inputs, inputs).changes == ()
    _assert_imports(case, provider, subject, resource_id, state, inputs)

    if case.change:
        news = stack.check(subject, inputs, _without_nulls({**given, **case.change}))
        diff = provider.diff(subject, state, inputs, news)
        assert diff.changes
        assert bool(diff.replaces) is case.replaces
        if not case.replaces:
            provider.preview_update(subject, state, inputs, news)
            state = provider.update(subject, resource_id, state, inputs, news, 0)
            assert provider.diff(subject, state, news, news).changes == ()
            inputs = news

    provider.delete(subject, resource_id, state, 0)
    assert case.stays or provider.read(subject, resource_id, state, inputs) is None
    provider.delete(subject, resource_id, state, 0)


def _assert_imports(
    case: Case, provider: Lifecycle, subject: Subject, own_id: str, state: Props, inputs: Props
) -> None:
    import_id = case.import_id(own_id, state) if case.import_id else own_id
    imported = provider.read(subject, import_id, {}, {})
    assert imported is not None
    new_state, new_inputs, found_id = imported
    assert found_id == own_id
    diff = provider.diff(subject, new_state, new_inputs, inputs)
    assert diff.names <= case.not_imported, diff.changes


def test_every_supported_type_has_a_life_here() -> None:
    elsewhere = {"aws:cloudcontrol/resource:Resource"}  # test_provider_cloud_control.py
    assert {case.kind for case in ONE_OF_EACH} == set(registry.tokens()) - elsewhere


def test_a_bucket_is_emptied_only_when_the_program_says_so(stack: Stack) -> None:
    s3 = stack.lifecycle.session.client("s3")
    kept, state = stack.make("aws:s3/bucket:Bucket", {"forceDestroy": False})
    emptied, other = stack.make("aws:s3/bucket:Bucket", {"forceDestroy": True})
    s3.put_bucket_versioning(Bucket=emptied, VersioningConfiguration={"Status": "Enabled"})
    for name in (kept, emptied):
        s3.put_object(Bucket=name, Key="a", Body=b"x")
    s3.put_object(Bucket=emptied, Key="a", Body=b"y")
    s3.delete_object(Bucket=emptied, Key="a")
    s3.create_multipart_upload(Bucket=emptied, Key="b")
    bucket = Subject("aws:s3/bucket:Bucket", "It")
    with pytest.raises(ProviderError, match="s3:DeleteBucket failed with BucketNotEmpty"):
        stack.lifecycle.delete(bucket, kept, state, 0)
    stack.lifecycle.delete(bucket, emptied, other, 0)
    assert stack.lifecycle.read(bucket, emptied, other, {}) is None
    s3.delete_object(Bucket=kept, Key="a")


def test_routes_come_and_go(stack: Stack) -> None:
    ec2 = stack.lifecycle.session.client("ec2")
    made = vpc(stack.make)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=made["vpcId"])
    table = Subject("aws:ec2/routeTable:RouteTable", "It")
    route = {"cidrBlock": "0.0.0.0/0", "gatewayId": gateway}
    inputs = stack.check(table, {}, {**made, "routes": [route]})
    table_id, state = stack.lifecycle.create(table, inputs, 0)
    assert state["routes"] == [route]
    news = stack.check(table, inputs, {**made, "routes": [{**route, "cidrBlock": "192.168.0.0/16"}]})
    state = stack.lifecycle.update(table, table_id, state, inputs, news, 0)
    assert [item["cidrBlock"] for item in state["routes"]] == ["192.168.0.0/16"]
    stack.lifecycle.delete(table, table_id, state, 0)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=made["vpcId"])
    ec2.delete_internet_gateway(InternetGatewayId=gateway)


def test_groups_that_name_each_other_go_when_asked_to(stack: Stack) -> None:
    made = vpc(stack.make)
    group = Subject("aws:ec2/securityGroup:SecurityGroup", "It")
    one, state = stack.make(group.token, {**made, "revokeRulesOnDelete": True})
    other, _ = stack.make(group.token, made)
    ec2 = stack.lifecycle.session.client("ec2")
    peer = [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": other}]}]
    ec2.authorize_security_group_ingress(GroupId=one, IpPermissions=peer)
    ec2.authorize_security_group_egress(GroupId=one, IpPermissions=peer)
    stack.lifecycle.delete(group, one, state, 0)
    assert stack.lifecycle.read(group, one, state, {}) is None


def test_an_endpoint_changes_its_configuration_in_place(stack: Stack) -> None:
    endpoint = Subject("aws:sagemaker/endpoint:Endpoint", "It")
    first, second = components_config(stack.make), components_config(stack.make)
    name, state = stack.make(endpoint.token, first)
    old = stack.check(endpoint, {}, {**first, "name": name})
    new = stack.check(endpoint, old, {**second, "name": name})
    assert stack.lifecycle.diff(endpoint, state, old, new).replaces == ()
    assert (
        stack.lifecycle.update(endpoint, name, state, old, new, 0)["endpointConfigName"] == second["endpointConfigName"]
    )


def test_an_endpoint_that_fails_says_why_and_is_not_lost(stack: Stack) -> None:
    container = {"image": "i", "modelDataUrl": "s3://nowhere/model.tar.gz"}
    execution = role(stack.make, "sagemaker.amazonaws.com")
    inputs = {"executionRoleArn": execution, "primaryContainer": container}
    model, _ = stack.make("aws:sagemaker/model:Model", inputs)
    serverless = {"memorySizeInMb": 2048, "maxConcurrency": 5}
    variants = [{"variantName": "main", "modelName": model, "serverlessConfig": serverless}]
    config, _ = stack.make(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration", {"productionVariants": variants}
    )
    endpoint = Subject("aws:sagemaker/endpoint:Endpoint", "It")
    wanted = stack.check(endpoint, {}, {"endpointConfigName": config})
    with pytest.raises(PartlyDoneError, match="is Failed: Could not access model data") as caught:
        stack.lifecycle.create(endpoint, wanted, 0)
    assert caught.value.resource_id == wanted["name"]
    stack.lifecycle.delete(endpoint, caught.value.resource_id, caught.value.state, 0)
