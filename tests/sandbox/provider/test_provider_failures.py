"""What happens when AWS fails in the middle, answers late, or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from botocore.stub import Stubber

from sandbox.lifecycle import RunningSandbox
from sandbox.provider.aws import Aws, is_absent
from sandbox.provider.check import NameRequest
from sandbox.provider.errors import AwsError, ProviderError, WaitTimeoutError
from sandbox.provider.lifecycle import Lifecycle, PartlyDoneError, Subject
from sandbox.provider.resources._lambda_parts import ProvisionedConcurrencyConfig
from sandbox.provider.session import AwsSession
from tests.sandbox.provider.provider_cases import trust

QUEUE = Subject("aws:sqs/queue:Queue", "It")
TABLE = Subject("aws:dynamodb/table:Table", "It")


@pytest.fixture
def faulty(sandbox_server: RunningSandbox) -> Iterator[RunningSandbox]:
    yield sandbox_server
    sandbox_server.client.clear_faults()


def refused(code: str = "Busy", text: str = "not yet") -> AwsError:
    return AwsError("iam", "CreateRole", code, text)


def test_a_refusal_names_operation_code_and_reason(lifecycle: Lifecycle) -> None:
    inputs = {"assumeRolePolicy": trust("x.amazonaws.com"), "name": "twice", "path": "/", "maxSessionDuration": 3600}
    role = Subject("aws:iam/role:Role", "It")
    resource_id, state = lifecycle.create(role, inputs, 0)
    with pytest.raises(ProviderError, match="iam:CreateRole failed with EntityAlreadyExists: Role with name twice"):
        lifecycle.create(role, inputs, 0)
    lifecycle.delete(role, resource_id, state, 0)


def test_what_was_made_before_a_failure_is_kept(lifecycle: Lifecycle, faulty: RunningSandbox) -> None:
    given = {
        "hashKey": "k",
        "attributes": [{"name": "k", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
        "ttl": {"attributeName": "t", "enabled": True},
    }
    inputs, failures = lifecycle.check(TABLE, {}, given, NameRequest("It"))
    assert failures == []
    faulty.client.add_fault(kind="error_5xx", service="dynamodb", operation="UpdateTimeToLive")
    with pytest.raises(PartlyDoneError, match="dynamodb:UpdateTimeToLive failed with") as caught:
        lifecycle.create(TABLE, inputs, 0)
    partly = caught.value
    assert partly.resource_id == inputs["name"]
    assert partly.state["arn"].endswith(f"table/{inputs['name']}")

    faulty.client.clear_faults()
    assert lifecycle.diff(TABLE, partly.state, partly.inputs, inputs).names == {"ttl"}
    state = lifecycle.update(TABLE, partly.resource_id, partly.state, partly.inputs, inputs, 0)
    assert lifecycle.diff(TABLE, state, inputs, inputs).changes == ()
    lifecycle.delete(TABLE, partly.resource_id, state, 0)
    assert lifecycle.read(TABLE, partly.resource_id, state, inputs) is None


def test_an_update_that_fails_keeps_what_is_there(lifecycle: Lifecycle, faulty: RunningSandbox) -> None:
    inputs, _ = lifecycle.check(QUEUE, {}, {}, NameRequest("It"))
    url, state = lifecycle.create(QUEUE, inputs, 0)
    faulty.client.add_fault(kind="error_5xx", service="sqs", operation="SetQueueAttributes")
    with pytest.raises(PartlyDoneError) as caught:
        lifecycle.update(QUEUE, url, state, inputs, {**inputs, "delaySeconds": 5}, 0)
    assert caught.value.state["delaySeconds"] == 0
    faulty.client.clear_faults()
    lifecycle.delete(QUEUE, url, state, 0)


def test_an_outage_is_no_deletion(lifecycle: Lifecycle, faulty: RunningSandbox) -> None:
    inputs, _ = lifecycle.check(QUEUE, {}, {}, NameRequest("It"))
    url, state = lifecycle.create(QUEUE, inputs, 0)
    faulty.client.add_fault(kind="error_5xx", service="sqs", operation="GetQueueAttributes")
    with pytest.raises(ProviderError, match="sqs:GetQueueAttributes failed with"):
        lifecycle.read(QUEUE, url, state, inputs)
    faulty.client.clear_faults()
    lifecycle.delete(QUEUE, url, state, 0)


def test_short_throttling_is_ridden_out(lifecycle: Lifecycle, faulty: RunningSandbox) -> None:
    faulty.client.add_fault(kind="throttle", service="sqs", operation="CreateQueue", count=1)
    inputs, _ = lifecycle.check(QUEUE, {}, {}, NameRequest("It"))
    url, state = lifecycle.create(QUEUE, inputs, 0)
    lifecycle.delete(QUEUE, url, state, 0)


def test_drift_and_deletion_are_seen(lifecycle: Lifecycle) -> None:
    inputs, _ = lifecycle.check(QUEUE, {}, {"delaySeconds": 5, "tags": {"a": "b"}}, NameRequest("It"))
    url, state = lifecycle.create(QUEUE, inputs, 0)
    sqs = lifecycle.session.client("sqs")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "9"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["a"])
    found = lifecycle.read(QUEUE, url, state, inputs)
    assert found is not None
    assert found[0]["delaySeconds"] == 9
    assert found[0]["tags"] == {}
    assert lifecycle.diff(QUEUE, found[0], found[1], inputs).names == {"delaySeconds", "tags", "tagsAll"}
    sqs.delete_queue(QueueUrl=url)
    assert lifecycle.read(QUEUE, url, state, inputs) is None


def test_an_id_with_a_region_is_read_there(lifecycle: Lifecycle) -> None:
    inputs, _ = lifecycle.check(QUEUE, {}, {"region": "eu-west-1"}, NameRequest("It"))
    url, state = lifecycle.create(QUEUE, inputs, 0)
    assert state["region"] == "eu-west-1"
    found = lifecycle.read(QUEUE, f"{url}@eu-west-1", {}, {})
    assert found is not None
    assert (found[0]["region"], found[2]) == ("eu-west-1", url)
    lifecycle.delete(QUEUE, url, state, 0)


@pytest.mark.parametrize(
    ("kind", "wrong", "form"),
    [
        ("aws:iam/rolePolicy:RolePolicy", "role", "<role>:<name>"),
        ("aws:lambda/alias:Alias", "function", "<functionName>/<name>"),
        ("aws:lambda/layerVersion:LayerVersion", "layer", "ARN of a layer's version"),
        ("aws:appautoscaling/policy:Policy", "a/b", "<serviceNamespace>/<resourceId>/<scalableDimension>/<name>"),
        ("aws:cloudcontrol/resource:Resource", "x", "<typeName>,<identifier>"),
    ],
)
def test_an_id_of_another_form_is_refused(lifecycle: Lifecycle, kind: str, wrong: str, form: str) -> None:
    with pytest.raises(ProviderError, match=form):
        lifecycle.read(Subject(kind, "It"), wrong, {}, {})


def aws(session: AwsSession, seconds: float) -> Aws:
    return Aws(session, "us-east-1", "It", time.monotonic() + seconds)


def test_what_is_not_known_yet_is_tried_again(session: AwsSession) -> None:
    failures = [refused(), refused()]

    def action() -> str:
        if failures:
            raise failures.pop()
        return "done"

    assert aws(session, 60).retry(action, on={"Busy": "not YET"}) == "done"


@pytest.mark.parametrize("on", [{}, {"Other": ""}, {"Busy": "something else"}])
def test_another_refusal_is_not_tried_again(session: AwsSession, on: dict[str, str]) -> None:
    calls = []

    def action() -> str:
        calls.append(1)
        raise refused()

    with pytest.raises(AwsError):
        aws(session, 60).retry(action, on=on)
    assert len(calls) == 1


def test_no_wait_goes_past_its_time(session: AwsSession) -> None:
    with pytest.raises(WaitTimeoutError, match="the end did not happen within 0 s; raise it in customTimeouts"):
        aws(session, 0).wait("the end", lambda: False)
    with pytest.raises(AwsError):
        aws(session, 0).retry(lambda: (_ for _ in ()).throw(refused()), on={"Busy": ""})


@pytest.mark.parametrize(
    ("code", "text", "absent"),
    [
        ("NoSuchEntity", "", True),
        ("ResourceNotFoundException", "", True),
        ("404", "", True),
        ("AWS.SimpleQueueService.NonExistentQueue", "", True),
        ("InvalidVpcID.NotFound", "", True),
        ("ValidationException", "Could not find endpoint", True),
        ("ValidationException", "Value is wrong", False),
        ("AccessDenied", "", False),
        ("InternalError", "", False),
    ],
)
def test_only_what_is_gone_counts_as_gone(code: str, text: str, absent: bool) -> None:
    assert is_absent(AwsError("s", "Op", code, text), "could not find") is absent


def test_provisioned_concurrency_waits_until_it_is_ready(session: AwsSession) -> None:
    """moto has no such calls: the answers are written down here, the requests are checked by botocore."""
    kind = ProvisionedConcurrencyConfig()
    inputs = {"functionName": "f", "qualifier": "live", "provisionedConcurrentExecutions": 2, "skipDestroy": False}
    where = {"FunctionName": "f", "Qualifier": "live"}
    read, working = "get_provisioned_concurrency_config", {"Status": "IN_PROGRESS"}
    with Stubber(session.client("lambda", "us-east-1")) as stub:
        wanted = {**where, "ProvisionedConcurrentExecutions": 2}
        stub.add_response("put_provisioned_concurrency_config", working, wanted)
        stub.add_response(read, working, where)
        stub.add_response(read, {"Status": "READY"}, where)
        assert kind.create(aws(session, 60), inputs) == "f,live"
        stub.add_response(read, {"Status": "READY", "RequestedProvisionedConcurrentExecutions": 2}, where)
        known = kind.parse_id("f,live")
        assert kind.read(aws(session, 60), "f,live", known) == {**known, "provisionedConcurrentExecutions": 2}
        stub.add_response("delete_provisioned_concurrency_config", {}, where)
        kind.delete(aws(session, 60), "f,live", inputs)
        stub.add_client_error(read, "ProvisionedConcurrencyConfigNotFoundException", expected_params=where)
        assert kind.read(aws(session, 60), "f,live", known) is None
        stub.add_response("put_provisioned_concurrency_config", working, wanted)
        stub.add_response(read, {"Status": "FAILED", "StatusReason": "no capacity"}, where)
        with pytest.raises(ProviderError, match="provisioned concurrency failed: no capacity"):
            kind.put(aws(session, 60), inputs)
