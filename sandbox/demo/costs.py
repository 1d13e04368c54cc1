"""The costs of the demonstration: what idles is stopped, what is called or protected is not; the bill is estimated.

Three endpoints join those of the stack: one that nobody calls, one that is called just before, and one that nobody
calls but that a tag protects. The stack's own function decides on all of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sandbox.demo.checks import Check

IDLE, BUSY, PROTECTED = "demo-idle", "demo-busy", "demo-protected"
EXTRA: Mapping[str, Mapping[str, str]] = {IDLE: {}, BUSY: {}, PROTECTED: {"ProtectionLevel": "critical"}}
"""Endpoints of the scene, and their tags beside the stack's."""
INSTANCES = 2
CONFIGURATION = "demo-two-instances"
TAGS = {"Project": "inference-platform", "Environment": "sandbox"}
ALIAS = "live"
NOTHING: Mapping[str, Any] = {"stopped": [], "kept_examples": [], "restored": [], "saves_usd_per_hour": 0.0}
"""What a function that failed did."""


class CostScene:
    """Prepares, plays, and keeps what was found.

    Args:
        outputs: The stack's outputs.
        client: Makes a boto3 client for a service of the sandbox.
        image: A file that the model classifies.
    """

    def __init__(self, outputs: Mapping[str, Any], client: Callable[[str], Any], image: bytes) -> None:
        self._outputs = outputs
        self._sagemaker = client("sagemaker")
        self._runtime = client("sagemaker-runtime")
        self._lambda = client("lambda")
        self._image = image
        self.replies: dict[str, dict[str, Any]] = {}
        self.checks: list[Check] = []

    def prepare(self) -> None:
        """Makes the endpoints early: one that is younger than the time that counts as idle is never stopped."""
        served = self._sagemaker.describe_endpoint(EndpointName=self._outputs["endpointNames"]["realtime_endpoint"])
        config = self._sagemaker.describe_endpoint_config(EndpointConfigName=served["EndpointConfigName"])
        variant = {**config["ProductionVariants"][0], "InitialInstanceCount": INSTANCES}
        self._sagemaker.create_endpoint_config(EndpointConfigName=CONFIGURATION, ProductionVariants=[variant])
        for name, own in EXTRA.items():
            tags = [{"Key": key, "Value": value} for key, value in {**TAGS, **own}.items()]
            self._sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=CONFIGURATION, Tags=tags)

    def play(self) -> None:
        """A dry run, a run and a restore, each judged by what it says and by how the endpoints then stand."""
        before = self._standing()
        self._grow_old()
        self._runtime.invoke_endpoint(EndpointName=BUSY, Body=self._image, ContentType="image/png")
        dry = self._ask("dry run", action="run", dry_run=True)
        self._judge("a dry run stops what idles, and only says so", _stops(dry, IDLE) and self._standing() == before)
        self._decisions(self._ask("run", action="run"))
        self._judge("what was stopped has one instance, the others are untouched", self._standing() == _stopped(before))
        restored = self._ask("restore", action="restore")
        self._judge("a restore brings everything back", IDLE in restored["restored"] and self._standing() == before)
        self._remove()

    def _grow_old(self) -> None:
        """Waits for the time that counts as idle: on a fast machine the files are classified before it has passed."""
        function = self._lambda.get_function_configuration(
            FunctionName=self._outputs["autoStopFunction"], Qualifier=ALIAS
        )
        idle_s = 60 * float(function["Environment"]["Variables"]["IDLE_MINUTES"])
        changed = [self._sagemaker.describe_endpoint(EndpointName=name)["LastModifiedTime"] for name in EXTRA]
        time.sleep(max(0.0, max(changed).timestamp() + idle_s - time.time()))

    def _decisions(self, run: dict[str, Any]) -> None:
        kept = {line.split()[1].removesuffix(":"): line for line in run["kept_examples"]}
        decided = [[line for line in reply["stopped"] if _ours(line)] for reply in (self.replies["dry run"], run)]
        self._judge("a run takes the decisions of the dry run", decided[0] == decided[1])
        for name, why in ((BUSY, "1 call in the last minute"), (PROTECTED, "the tag ProtectionLevel=critical")):
            told = kept.get(name, f"{name} was not kept")
            self._judge(f"{name} is kept, and it says why", why in told, told)
        saves = run["saves_usd_per_hour"]
        self._judge("what is saved is priced", saves > 0, f"{saves} USD an hour")

    def _ask(self, name: str, **request: Any) -> dict[str, Any]:
        answer = self._lambda.invoke(
            FunctionName=self._outputs["autoStopFunction"], Qualifier=ALIAS, Payload=json.dumps(request)
        )
        reply: dict[str, Any] = {**NOTHING, **json.loads(answer["Payload"].read())}
        failed = reply.get("errorMessage", "")
        self._judge(f"auto-stop, {name}: nothing failed", not failed, failed or "0 failures")
        self.replies[name] = reply
        return reply

    def _standing(self) -> dict[str, int]:
        """Instances of each endpoint of the scene, once all are in service: SageMaker changes none that changes."""
        waiter = self._sagemaker.get_waiter("endpoint_in_service")
        for name in EXTRA:
            waiter.wait(EndpointName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        described = {name: self._sagemaker.describe_endpoint(EndpointName=name) for name in EXTRA}
        return {name: found["ProductionVariants"][0]["CurrentInstanceCount"] for name, found in described.items()}

    def _remove(self) -> None:
        """What the stack did not make it does not destroy."""
        for name in EXTRA:
            self._sagemaker.delete_endpoint(EndpointName=name)
        self._sagemaker.delete_endpoint_config(EndpointConfigName=CONFIGURATION)

    def _judge(self, name: str, holds: bool, found: str = "") -> None:
        self.checks.append(Check(name, holds, found or ("as expected" if holds else "otherwise")))


def _ours(line: str) -> bool:
    """Whether a line speaks of the scene: the stack's own endpoints may grow old between two runs."""
    return any(f" {name}:" in line for name in EXTRA)


def _stops(reply: Mapping[str, Any], endpoint: str) -> bool:
    return any(line.startswith(f"scale-down {endpoint}:") for line in reply["stopped"])


def _stopped(before: Mapping[str, int]) -> dict[str, int]:
    return {**before, IDLE: 1}


def estimate(root: Path, export: Path, target: Path) -> tuple[dict[str, Any], list[Check]]:
    """What the deployed stack costs a month, by the advisor's own command, as JSON and as Markdown beside it."""
    found: list[Check] = []
    for form, suffix in (("json", ".json"), ("markdown", ".md")):
        command = [sys.executable, "-m", "advisor", "cost", str(export), "--region", "us-east-1", "--format", form]
        done = subprocess.run(
            [*command, "--out", str(target.with_suffix(suffix))], cwd=root, capture_output=True, text=True, check=False
        )
        ends = f"ends with {done.returncode}: {done.stderr[-200:]}" if done.returncode else "ends with 0"
        found.append(Check(f"the estimate of the stack as {form}", done.returncode == 0, ends))
    estimated = json.loads(target.with_suffix(".json").read_text())
    return estimated, found
