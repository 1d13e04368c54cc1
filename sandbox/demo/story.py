"""The order of the demonstration: what is run on the deployed platform, and what must hold of each run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sandbox.client import SandboxClient
from sandbox.demo import checks
from sandbox.demo.checks import Check
from sandbox.demo.runs import Platform, Run

PREFIX = "digits/"
UNLIMITED = 1_000_000
"""A batch threshold that no run of the demonstration reaches, so that the requested path is the one that is taken."""

PATHS = {
    "serverless": "serverless_inference",
    "provisioned": "realtime_endpoint",
    "components": "inference_components",
    "none": "batch_transform",
}
"""The requested inference type and the path that it must take."""


class Story:
    """Runs the platform and keeps what was found.

    Args:
        platform: The deployed platform.
        sandbox: The sandbox's own controls: faults, frozen endpoints.
        client: Makes a boto3 client for a service of the sandbox.
        labels: The right label of each key below `PREFIX`, with the prefix.
        unseen: The same, of the unseen half only.
        say: Told what begins.
    """

    def __init__(
        self,
        platform: Platform,
        sandbox: SandboxClient,
        client: Callable[[str], Any],
        labels: Mapping[str, int],
        unseen: Mapping[str, int],
        say: Callable[[str], None],
    ) -> None:
        self._platform = platform
        self._sandbox = sandbox
        self._client = client
        self._labels = labels
        self._unseen = unseen
        self._say = say
        self.runs: list[Run] = []
        self.checks: list[Check] = []

    def tell(self) -> None:
        """Runs everything, in the order in which a newcomer would ask for it."""
        for requested, path in PATHS.items():
            self._every_file(requested, path)
        self._again()
        self._cold_start()
        self._fallback()
        self._denied()

    def _run(self, name: str, prefix: str, requested: str) -> Run:
        self._say(name)
        run = self._platform.run(name, prefix=prefix, inference_type=requested, batch_threshold=UNLIMITED)
        self.runs.append(run)
        return run

    def _judge(self, *found: Check) -> None:
        self.checks.extend(found)

    def _whole(self, run: Run, prefix: str) -> None:
        keys = [key for key in self._labels if key.startswith(prefix)]
        self._judge(
            Check(f"{run.name}: the execution succeeded", run.status == "SUCCEEDED", run.error or run.status),
            checks.one_result_each(run.name, keys, run.records),
            checks.all_ok(run.name, run.records),
        )

    def _every_file(self, requested: str, path: str) -> None:
        run = self._run(f"all files, {requested}", PREFIX, requested)
        self._whole(run, PREFIX)
        reference = frozenset(self.runs[0].records[0]) if self.runs[0].records else frozenset[str]()
        self._judge(
            checks.served_by(run.name, run.records, path),
            checks.same_keys(run.name, run.records, reference),
            checks.accurate(run.name, run.records, self._unseen),
        )

    def _again(self) -> None:
        first = self.runs[0]
        run = self._run("the same files again", PREFIX, next(iter(PATHS)))
        same = run.summary.get("run_id") == first.summary.get("run_id") and run.records == first.records
        self._judge(Check(f"{run.name}: the stored results are returned", same, f"{run.seconds:.1f} s"))

    def _cold_start(self) -> None:
        self._sandbox.freeze_endpoint(self._platform.outputs["endpointNames"]["serverless_inference"])
        run = self._run("a forced cold start", f"{PREFIX}unseen/091", "serverless")
        self._whole(run, f"{PREFIX}unseen/091")
        cold = sum(bool(record["cold_start"]) for record in run.records)
        self._judge(Check(f"{run.name}: it is detected", cold >= 1, f"{cold} cold starts"))

    def _fallback(self) -> None:
        endpoint = self._platform.outputs["endpointNames"]["serverless_inference"]
        # 7 files, which is one round of the function's threads: each waits for its own retries, 3 s between them.
        prefix = f"{PREFIX}unseen/179"
        with self._fault(service="sagemaker", operation="InvokeEndpoint", match=endpoint, kind="model_not_ready"):
            run = self._run("a forced fallback", prefix, "serverless")
        self._whole(run, prefix)
        reasons = {str(record["fallback_reason"]) for record in run.records}
        self._judge(
            checks.served_by(run.name, run.records, "batch_transform"),
            Check(
                f"{run.name}: the reason is recorded",
                bool(reasons) and "None" not in reasons,
                ", ".join(sorted(reasons)),
            ),
        )

    def _denied(self) -> None:
        prefix = f"{PREFIX}unseen/093"
        with self._without_action(self._platform.outputs["functionNames"]["predict"], "s3:GetObject"):
            run = self._run("a denied action", prefix, "provisioned")
        self._judge(
            Check(
                f"{run.name}: the execution fails and says why",
                run.status == "FAILED" and "AccessDenied" in run.error,
                run.error[:160],
            )
        )
        run = self._run("the action granted again", prefix, "provisioned")
        self._whole(run, prefix)

    @contextmanager
    def _fault(self, **fault: Any) -> Iterator[None]:
        identity = self._sandbox.add_fault(**fault)
        try:
            yield
        finally:
            self._sandbox.clear_faults(identity)

    @contextmanager
    def _without_action(self, function: str, action: str) -> Iterator[None]:
        """Takes one action out of a function's role, and puts it back."""
        role = self._client("lambda").get_function(FunctionName=function)["Configuration"]["Role"].rsplit("/", 1)[-1]
        iam = self._client("iam")
        before = {}
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            before[name] = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name, document in before.items():
            iam.put_role_policy(
                RoleName=role, PolicyName=name, PolicyDocument=json.dumps(without_action(document, action))
            )
        try:
            yield
        finally:
            for name, document in before.items():
                iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def without_action(document: Mapping[str, Any], action: str) -> dict[str, Any]:
    """A policy document without one action; statements that held nothing else go with it."""
    statements = []
    for statement in document["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        kept = [each for each in actions if each.lower() != action.lower()]
        if kept:
            statements.append({**statement, "Action": kept})
    return {**document, "Statement": statements}
