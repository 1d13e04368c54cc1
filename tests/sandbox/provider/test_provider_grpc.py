"""The engine's protocol, over a real channel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from sandbox.lifecycle import RunningSandbox
from sandbox.provider.__main__ import serve
from sandbox.provider.values import UNKNOWN, decode_struct, encode_struct
from sandbox.provider.wire import provider_pb2 as pb
from sandbox.provider.wire import provider_pb2_grpc, status_pb2

QUEUE = "urn:pulumi:dev::proj::my:comp:Queue$aws:sqs/queue:Queue::it"


@pytest.fixture
def stub() -> Iterator[Any]:
    server, port = serve()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)  # type: ignore[no-untyped-call]
    server.stop(0).wait()


@pytest.fixture
def configured(stub: Any, sandbox_server: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox_server.url)
    record = sandbox_server.record
    tags = json.dumps({"tags": {"Stage": "test"}})
    args = {"region": "us-east-1", "accessKey": record.access_key_id, "secretKey": record.secret_access_key}
    response = stub.Configure(pb.ConfigureRequest(args=encode_struct({**args, "defaultTags": tags})))
    assert (response.supportsPreview, response.acceptSecrets) == (True, False)
    return stub


def test_a_plugin_says_what_it_is(stub: Any) -> None:
    assert stub.GetPluginInfo(pb.InvokeRequest()).version == "7.51.1"
    assert stub.Handshake(pb.ProviderHandshakeRequest()).supports_autonaming_configuration
    schema = json.loads(stub.GetSchema(pb.GetSchemaRequest()).schema)
    assert schema["name"] == "aws"
    assert schema["resources"]["aws:sqs/queuePolicy:QueuePolicy"]["requiredInputs"] == ["policy", "queueUrl"]
    stub.Cancel(pb.InvokeRequest())


def test_configuration_is_checked_and_compared(stub: Any) -> None:
    checked = stub.CheckConfig(pb.CheckRequest(news=encode_struct({"regoin": "x", "version": "1"})))
    assert [failure.property for failure in checked.failures] == ["regoin"]
    old, new = encode_struct({"region": "a", "version": "1"}), encode_struct({"region": "b", "version": "2"})
    diff = stub.DiffConfig(pb.DiffRequest(olds=old, old_inputs=old, news=new))
    assert (diff.changes, list(diff.diffs), list(diff.replaces)) == (pb.DiffResponse.DIFF_SOME, ["region"], [])


def test_a_call_before_configuration_is_refused(stub: Any) -> None:
    with pytest.raises(grpc.RpcError, match="before it was configured"):
        stub.Check(pb.CheckRequest(urn=QUEUE))


def test_configuration_that_is_not_known_yet_waits(stub: Any) -> None:
    assert stub.Configure(pb.ConfigureRequest(args=encode_struct({"region": UNKNOWN}))).supportsPreview


def test_a_resource_over_the_wire(configured: Any) -> None:
    naming = pb.CheckRequest.AutonamingOptions(proposed_name="wanted", mode=pb.CheckRequest.AutonamingOptions.ENFORCE)
    news = encode_struct({"delaySeconds": 1})
    checked = configured.Check(pb.CheckRequest(urn=QUEUE, news=news, randomSeed=b"x", autonaming=naming))
    assert not checked.failures
    inputs = checked.inputs
    assert decode_struct(inputs)["name"] == "wanted"

    planned = configured.Create(pb.CreateRequest(urn=QUEUE, properties=inputs, preview=True))
    assert decode_struct(planned.properties)["arn"] is UNKNOWN
    made = configured.Create(pb.CreateRequest(urn=QUEUE, properties=inputs, timeout=60))
    state = decode_struct(made.properties)
    assert state["tagsAll"] == {"Stage": "test"}
    assert state["tags"] == {}

    wanted = encode_struct({**decode_struct(inputs), "delaySeconds": 2, "fifoQueue": True})
    olds = {"id": made.id, "urn": QUEUE, "olds": made.properties, "old_inputs": inputs}
    diff = configured.Diff(pb.DiffRequest(**olds, news=wanted))
    assert diff.changes == pb.DiffResponse.DIFF_SOME
    assert diff.hasDetailedDiff
    assert {path: item.kind for path, item in diff.detailedDiff.items()} == {
        "delaySeconds": pb.PropertyDiff.UPDATE,
        "fifoQueue": pb.PropertyDiff.UPDATE_REPLACE,
    }
    assert (list(diff.replaces), diff.deleteBeforeReplace) == (["fifoQueue"], True)

    wanted = encode_struct({**decode_struct(inputs), "delaySeconds": 2})
    preview = configured.Update(pb.UpdateRequest(**olds, news=wanted, preview=True))
    assert decode_struct(preview.properties)["delaySeconds"] == 2
    changed = configured.Update(pb.UpdateRequest(**olds, news=wanted))
    assert decode_struct(changed.properties)["delaySeconds"] == 2

    where = {"id": made.id, "urn": QUEUE}
    read = configured.Read(pb.ReadRequest(**where, properties=changed.properties, inputs=wanted))
    assert (read.id, read.properties, read.inputs) == (made.id, changed.properties, wanted)
    configured.Delete(pb.DeleteRequest(**where, properties=changed.properties, old_inputs=wanted))
    assert configured.Read(pb.ReadRequest(**where, properties=changed.properties, inputs=wanted)).id == ""


def test_what_is_partly_done_travels_with_the_error(configured: Any, sandbox_server: RunningSandbox) -> None:
    urn = "urn:pulumi:dev::proj::aws:cloudwatch/logGroup:LogGroup::it"
    inputs = encode_struct({"name": "partly", "retentionInDays": 3, "skipDestroy": False})
    sandbox_server.client.add_fault(kind="error_5xx", service="logs", operation="PutRetentionPolicy")
    try:
        with pytest.raises(grpc.RpcError) as caught:
            configured.Create(pb.CreateRequest(urn=urn, properties=inputs))
    finally:
        sandbox_server.client.clear_faults()
    trailing = dict(caught.value.trailing_metadata())  # type: ignore[attr-defined]  # of a call's error
    status = status_pb2.Status.FromString(trailing["grpc-status-details-bin"])
    detail = pb.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    assert detail.id == "partly"
    assert decode_struct(detail.properties)["arn"].endswith(":log-group:partly")
    assert "logs:PutRetentionPolicy failed with" in detail.reasons[0]
    configured.Delete(pb.DeleteRequest(urn=urn, id="partly", properties=detail.properties))


def test_calls_in_parallel(configured: Any) -> None:
    def live(number: int) -> str:
        inputs = encode_struct({"name": f"parallel-{number}"})
        made = configured.Create(pb.CreateRequest(urn=QUEUE, properties=inputs))
        configured.Delete(pb.DeleteRequest(urn=QUEUE, id=made.id, properties=made.properties))
        return str(decode_struct(made.properties)["name"])

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(live, range(12))) == sorted(f"parallel-{number}" for number in range(12))


def test_functions_answer_over_the_wire(configured: Any) -> None:
    token = "aws:index/getCallerIdentity:getCallerIdentity"
    answer = configured.Invoke(pb.InvokeRequest(tok=token))
    assert decode_struct(getattr(answer, "return"))["accountId"] == "123456789012"
    with pytest.raises(grpc.RpcError, match="is not supported"):
        configured.Invoke(pb.InvokeRequest(tok="aws:x/y:y"))


def test_a_bug_of_ours_is_said_with_its_place(configured: Any, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(grpc.RpcError, match=r"bug in the provider at .*lifecycle\.py:\d+: ValueError"):
        configured.Check(pb.CheckRequest(urn="no urn"))
    assert "Traceback" in capfd.readouterr().err
