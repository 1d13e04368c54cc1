"""Every state, transition, retrier and catcher of the shipped state machine runs at least once, on a real server.

The definition is the shipped one; the functions behind it are scripts: what each does is written in the execution's
input, which `Discover` hands on as the run's id. What no execution has done is written to `build/asl-coverage.md`.
"""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from components.asl import Step
from components.inference.parts_map import STATE_NAMES, EndpointBranch, Wake
from components.inference.state_machine import DefinitionArgs, definition
from domain.routing import InferencePath
from sandbox import asl_coverage
from sandbox.lifecycle import REGION, RunningSandbox, start

pytestmark = [pytest.mark.server, pytest.mark.xdist_group("asl-edges")]

ROOT = Path(__file__).resolve().parents[3]
REPORT = ROOT / "build" / "asl-coverage.md"
MACHINE = "edges"
ACCOUNT = "123456789012"
STEPS = ("discover", "predict", "submit_batch", "collect")
FUNCTION_TIMEOUT_S = 10
LIMIT_S = 60.0

SCRIPT = '''
import json, os
import boto3

def handler(event, context):
    """Does what the script of the execution says for this step: {"raise": name}, {"return": value} or a callback."""
    step = os.environ["STEP"]
    script = event if step == "discover" else json.loads(bytes.fromhex(event["run_id"]))
    act = script.get("collect_again" if step == "collect" and "batch" in event else step, {"return": None})
    if "raise" in act:
        raise type(act["raise"], (Exception,), {})(f"{step} fails as asked")
    if step == "discover":
        return {"run_id": json.dumps(script).encode().hex(), **act["return"]}
    if step == "submit_batch":
        states = boto3.client("stepfunctions")
        states.send_task_success(taskToken=event["task_token"], output=json.dumps({"job": "ip-1"}))
    return act["return"]
'''


def document(effect: str, *statements: tuple[str, str]) -> str:
    """A policy document of (action, resource)."""
    rules = [{"Effect": effect, "Action": action, "Resource": arn} for action, arn in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": rules})


def shipped(alias_arns: Mapping[str, str]) -> dict[str, Any]:
    """The definition as the platform builds it with every path, with pauses of seconds."""
    steps = {name: Step(alias_arn=alias_arns[name], timeout_seconds=FUNCTION_TIMEOUT_S) for name in STEPS}
    sleeper = InferencePath.INFERENCE_COMPONENTS
    branches = [
        EndpointBranch(path=path, parallel_parts=2, wake=Wake(seconds=1, attempts=1) if path is sleeper else None)
        for path in STATE_NAMES
    ]
    args = DefinitionArgs(
        partition="aws",
        discover=steps["discover"],
        predict=steps["predict"],
        submit_batch=steps["submit_batch"],
        collect=steps["collect"],
        branches=branches,
        batch_timeout_seconds=60,
        timeout_seconds=120,
    )
    return definition(args)


@dataclass
class Edges:
    """The deployed machine, and which execution was the first to take each step."""

    running: RunningSandbox
    definition: dict[str, Any] = field(default_factory=dict)
    bucket: str = "edges-parts"
    first: dict[asl_coverage.Step, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.running.url,
            aws_access_key_id=self.running.record.access_key_id,
            aws_secret_access_key=self.running.record.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def deploy(self) -> None:
        s3, states = self.client("s3"), self.client("stepfunctions")
        s3.create_bucket(Bucket=self.bucket)
        s3.put_object(Bucket=self.bucket, Key="parts.json", Body=b'[{"part": "00000"}, {"part": "00001"}]')
        self.definition = shipped({step: self._function(step) for step in STEPS})
        role = self._role(
            "states",
            ("lambda:InvokeFunction", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:*"),
            ("s3:GetObject", f"arn:aws:s3:::{self.bucket}/*"),
            ("s3:PutObject", f"arn:aws:s3:::{self.bucket}/runs/*"),
        )
        states.create_state_machine(name=MACHINE, definition=json.dumps(self.definition), roleArn=role)

    def _role(self, service: str, *statements: tuple[str, str]) -> str:
        iam, name = self.client("iam"), f"{MACHINE}-{service}"
        principal = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{**principal, "Action": "sts:AssumeRole"}]})
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document("Allow", *statements))
        return str(role)

    def _function(self, step: str) -> str:
        functions = self.client("lambda")
        if step == STEPS[0]:
            self._lambda_role = self._role("lambda", ("states:SendTaskSuccess", "*"), ("logs:*", "*"))
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as target:
            target.writestr("script.py", SCRIPT)
        functions.create_function(
            FunctionName=f"{MACHINE}-{step}",
            Runtime="python3.13",
            Role=self._lambda_role,
            Handler="script.handler",
            Code={"ZipFile": archive.getvalue()},
            Timeout=FUNCTION_TIMEOUT_S,
            Environment={"Variables": {"STEP": step}},
            Publish=True,
        )
        alias = functions.create_alias(FunctionName=f"{MACHINE}-{step}", Name="live", FunctionVersion="1")
        return str(alias["AliasArn"])

    def run(self, name: str, script: Mapping[str, Any]) -> dict[str, Any]:
        """One execution, and what it was the first to do."""
        states = self.client("stepfunctions")
        machine = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{MACHINE}"
        execution = states.start_execution(stateMachineArn=machine, input=json.dumps(script))["executionArn"]
        limit = time.monotonic() + LIMIT_S
        while (found := states.describe_execution(executionArn=execution))["status"] == "RUNNING":
            assert time.monotonic() < limit, f"{name}: still running after {LIMIT_S:.0f} s"
            time.sleep(0.05)
        for step in self.running.client.asl_steps(MACHINE):
            self.first.setdefault(step, name)
        return dict(found)

    def report(self) -> str:
        """Every step of the definition and the execution that was the first to take it."""
        rows = sorted(asl_coverage.expected(self.definition))
        left = asl_coverage.missing(self.definition, self.first)
        lines = [
            "# What executions of the inference state machine have done",
            "",
            f"{len(rows) - len(left)} of {len(rows)} steps of the shipped definition, all four paths deployed.",
            "",
            "| state | step | first execution |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| {row.state} | {row.kind} {row.detail}".rstrip() + f" | {self.first.get(row, '**never**')} |"
            for row in rows
        ]
        return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edges]:
    with start(tmp_path_factory.mktemp("edges")) as running:
        deployed = Edges(running)
        deployed.deploy()
        yield deployed
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(deployed.report(), encoding="utf-8")


def found(path: InferencePath | str, status: str = "ready", **more: Any) -> dict[str, Any]:
    """What `Discover` answers."""
    return {
        "return": {"status": status, "path": str(path), "parts": {"bucket": "edges-parts", "key": "parts.json"}, **more}
    }


def summary(ok: int, deferred: int = 0) -> dict[str, Any]:
    """What `Collect` answers."""
    return {"return": {"deferred": deferred, "summary": {"ok": ok}}}


BATCH = found(InferencePath.BATCH_TRANSFORM)
FINE = {"deferred": 0, "summary": {"ok": 2}}
SUCCEED: dict[str, dict[str, Any]] = {
    **{
        f"every part over {STATE_NAMES[path]}": {"discover": found(path), "collect": summary(2)} for path in STATE_NAMES
    },
    "a run that was answered before": {"discover": found("serverless_inference", "complete", summary={"ok": 2})},
    "everything over batch": {"discover": BATCH, "collect_again": summary(2)},
    "files that an endpoint left": {
        "discover": found(InferencePath.REALTIME_ENDPOINT),
        "collect": summary(1, deferred=1),
        "collect_again": summary(2),
    },
    "a component that does not wake up": {
        "discover": found(InferencePath.INFERENCE_COMPONENTS),
        "predict": {"raise": "ComponentNoCapacityError"},
        "collect": summary(0, deferred=2),
        "collect_again": summary(2),
    },
}
FAIL: dict[str, tuple[dict[str, Any], str, str]] = {
    "Discover fails": (
        {"discover": {"raise": "EmptyPrefixError"}},
        "DiscoverFailed",
        r'EmptyPrefixError: .*"discover fails as asked"',
    ),
    "a path that is not deployed": ({"discover": found("nowhere")}, "PathNotDeployed", "is not deployed in this stack"),
    **{
        f"a part of {STATE_NAMES[path]} fails": (
            {"discover": found(path), "predict": {"raise": "EndpointRefusedError"}},
            f"{STATE_NAMES[path]}Failed",
            r'EndpointRefusedError: .*"predict fails as asked"',
        )
        for path in STATE_NAMES
    },
    "SubmitBatch fails": (
        {"discover": BATCH, "submit_batch": {"raise": "TransformJobRefusedError"}},
        "SubmitBatchFailed",
        r'TransformJobRefusedError: .*"submit_batch fails as asked"',
    ),
    "Collect fails": (
        {"discover": BATCH, "collect_again": {"raise": "RunCorruptError"}},
        "CollectFailed",
        r'RunCorruptError: .*"collect fails as asked"',
    ),
    "not one file succeeded": (
        {"discover": BATCH, "collect_again": summary(0)},
        "NoFileSucceeded",
        "Not one file could be classified",
    ),
    "a stored run of which nothing succeeded": (
        {"discover": found("batch_transform", "complete", summary={"ok": 0})},
        "NoFileSucceeded",
        "Not one file could be classified",
    ),
}


@pytest.mark.parametrize("name", SUCCEED)
def test_a_run_succeeds(edges: Edges, name: str) -> None:
    ended = edges.run(name, SUCCEED[name])
    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"]) == FINE


@pytest.mark.parametrize("name", FAIL)
def test_a_run_fails_with_the_error_of_its_step(edges: Edges, name: str) -> None:
    script, error, cause = FAIL[name]
    ended = edges.run(name, script)
    assert (ended["status"], ended["error"]) == ("FAILED", error), ended
    assert re.search(cause, ended["cause"], re.DOTALL), ended["cause"]


@pytest.mark.parametrize("path", STATE_NAMES)
def test_a_part_that_cannot_keep_its_error_still_fails_the_execution(edges: Edges, path: InferencePath) -> None:
    script = {"discover": found(path), "predict": {"raise": "EndpointRefusedError"}}
    iam, role = edges.client("iam"), f"{MACHINE}-states"
    iam.put_role_policy(RoleName=role, PolicyName="no", PolicyDocument=document("Deny", ("s3:PutObject", "*")))
    try:
        ended = edges.run(f"a part of {STATE_NAMES[path]} cannot keep its error", script)
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="no")
    assert (ended["status"], ended["error"]) == ("FAILED", f"{STATE_NAMES[path]}Failed"), ended
    assert ended["cause"].startswith("States.ExceedToleratedFailureThreshold: ")


@pytest.mark.parametrize("path", [*STATE_NAMES, InferencePath.BATCH_TRANSFORM])
def test_every_call_is_tried_again_when_lambda_throttles(edges: Edges, path: InferencePath) -> None:
    batch = path is InferencePath.BATCH_TRANSFORM
    for step in ("discover", "submit_batch" if batch else "predict", "collect"):
        edges.running.client.add_fault(
            service="lambda", operation="Invoke", match=f"{MACHINE}-{step}", kind="throttle", count=1
        )
    script = {"discover": found(path), "collect_again" if batch else "collect": summary(2)}
    ended = edges.run(f"Lambda throttles each call of {path}", script)
    assert ended["status"] == "SUCCEEDED", ended
    assert edges.running.client.faults() == []


@pytest.mark.parametrize("path", STATE_NAMES)
def test_a_list_of_parts_that_cannot_be_read_at_first_is_read_again(edges: Edges, path: InferencePath) -> None:
    edges.running.client.add_fault(service="s3", operation="GetObject", match="parts.json", kind="error_5xx", count=1)
    ended = edges.run(f"S3 fails once for {STATE_NAMES[path]}", {"discover": found(path), "collect": summary(2)})
    assert ended["status"] == "SUCCEEDED", ended
    assert edges.running.client.faults() == []


def test_nothing_of_the_definition_has_never_run(edges: Edges) -> None:
    """Last of the module: it judges what the executions before it have done."""
    assert asl_coverage.missing(edges.definition, edges.first) == []
