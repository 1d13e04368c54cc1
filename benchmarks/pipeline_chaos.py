"""100 executions of the training pipeline with faults at every state: each ends as it must, and tells so once.

Faults are injected into the calls that a step makes, each into those of one run; some pass, some stay. Every event that
would start an execution is lost, too, so all of them are started by hand. Afterwards nothing is left over: no endpoint,
configuration, model or job that nobody uses, and no package that is half registered.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.pipeline_faults import Case, deployments, trainings
from domain.models.names import MODELS
from domain.training.run_id import DataObject, run_id
from sandbox import lifecycle
from sandbox.client import SandboxClient
from sandbox.demo.__main__ import client_factory
from sandbox.demo.stack import SandboxStack
from sandbox.pipeline_lab import MODEL, Ended, Lab, lab_project

ROOT: Final = Path(__file__).resolve().parents[1]
SIDE_BY_SIDE: Final = 8
LIMIT_S: Final = 600.0
NOTICE_S: Final = 10.0
"""How long a notification is waited for after the end; one that comes twice comes at once."""


@dataclass(frozen=True)
class Outcome:
    """A case and what became of it."""

    case: Case
    ended: Ended
    notices: Sequence[str]

    @property
    def right(self) -> bool:
        """Whether it ended where it must, and told as often as it must."""
        return self.ended.end in self.case.ends and len(self.notices) == self.case.told


class Chaos:
    """Runs cases.

    Args:
        lab: The deployed pipeline.
        sandbox: Takes faults.
        plan_sha256: Hash of the stack's plan: part of a run's name.
    """

    def __init__(self, lab: Lab, sandbox: SandboxClient, plan_sha256: str) -> None:
        self._lab, self._sandbox, self._plan = lab, sandbox, plan_sha256
        self.hits: Counter[str] = Counter()

    def training(self, case: Case) -> Ended:
        """One execution that trains."""
        lab = self._lab
        data = self._stored(case)
        if case.again:
            lab.run(f"{case.name}-before", lab.source(data.key))
        return self._under_fault(case, run_id(data, self._plan), lab.source(data.key))

    def deployment(self, case: Case, package_arn: str) -> Ended:
        """One execution that deploys a package."""
        return self._under_fault(case, "", {"deploy": {"model_package_arn": package_arn}})

    def _stored(self, case: Case) -> DataObject:
        lab, body = self._lab, case.data or b""
        key = lab.put(f"training/data/{case.name}.csv", body)
        found = lab.s3.head_object(Bucket=lab.bucket, Key=key)
        return DataObject(lab.bucket, key, found["ETag"].strip('"'), len(body))

    def _under_fault(self, case: Case, run: str, given: Mapping[str, Any]) -> Ended:
        identity = None
        if case.place is not None:
            often = {"count": case.times} if case.times else {}
            identity = self._sandbox.add_fault(kind=case.kind, **case.place(run, case.name), **often)
        arn = self._lab.start(case.name, given)
        try:
            if case.cut:
                self._cut(arn, case.cut)
            return self._lab.wait(arn, LIMIT_S)
        finally:
            if identity is not None:
                # A fault that has hit as often as it should is gone already.
                left = {fault["id"]: fault["hits"] for fault in self._sandbox.faults()}
                self.hits[case.kind] += left.get(identity, case.times)
                self._sandbox.clear_faults(identity)

    def _cut(self, arn: str, state: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while state not in self._lab.entered(arn) and time.monotonic() < deadline:
            time.sleep(0.05)
        self._lab.states.stop_execution(executionArn=arn)


def run() -> dict[str, Any]:
    """Deploys the pipeline alone, runs every case, and looks at what is left."""
    folder = ROOT / "build" / "bench" / "pipeline"
    lifecycle.stop(folder / "server")
    project = lab_project(folder / "project", "manual")
    with lifecycle.start(folder / "server", {"cold_start_s": 0, "schedules": False}) as running:
        stack = SandboxStack(project, lifecycle.environment(running), lambda _line: None)
        lab = Lab(stack.up(), client_factory(running))
        plan = Path(lab.outputs["trainingPlanKey"]).stem
        chaos = Chaos(lab, running.client, plan)
        lost = [running.client.add_fault(kind="drop_event", match=text) for text in ("Object Created", '"Approved"')]
        begun = time.perf_counter()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            cases = trainings()
            ended = list(zip(cases, pool.map(chaos.training, cases), strict=True))
        trained = time.perf_counter()
        packages = approved(lab)
        for case, package in zip(deployments(lab.outputs["trainingFunctionNames"]), packages, strict=False):
            ended.append((case, chaos.deployment(case, package)))
        seconds = time.perf_counter() - begun
        outcomes = told(lab, ended)
        events = sum(fault["hits"] for fault in running.client.faults() if fault["id"] in lost)
        found = judged(lab, outcomes)
    hits = {**chaos.hits, "drop_event": events}
    return {**found, "faults_hit": hits, "seconds": round(seconds, 1), "training_seconds": round(trained - begun, 1)}


def approved(lab: Lab) -> list[str]:
    """Approves every version as a person does; the ARNs, the oldest first."""
    sagemaker = lab.client("sagemaker")
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=lab.outputs["modelPackageGroup"], SortBy="CreationTime", SortOrder="Ascending"
    )
    found = [one["ModelPackageArn"] for page in pages for one in page["ModelPackageSummaryList"]]
    for arn in found:
        sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    return found


def told(lab: Lab, ended: Sequence[tuple[Case, Ended]]) -> list[Outcome]:
    """Everything with the notifications about it; what may still come is waited for."""
    deadline = time.monotonic() + NOTICE_S
    while time.monotonic() < deadline:
        time.sleep(0.5)
        outcomes = [Outcome(case, one, lab.notices(one.arn)) for case, one in ended]
        if all(len(one.notices) >= one.case.told for one in outcomes):
            break
    return outcomes


def judged(lab: Lab, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures, and whether they hold."""
    wrong = [
        {"case": one.case.name, "end": one.ended.end, "told": list(one.notices), "cause": one.ended.cause[:300]}
        for one in outcomes
        if not one.right
    ]
    orphans = left_over(lab)
    return {
        "name": "100 executions of the training pipeline with faults at every state",
        "limit": {"wrong_ends_or_notifications": 0, "orphans": 0},
        "holds": len(outcomes) == 100 and not wrong and not any(orphans.values()),
        "executions": len(outcomes),
        "ends": dict(Counter(one.ended.end for one in outcomes)),
        "notifications": dict(Counter(str(len(one.notices)) for one in outcomes)),
        "wrong": wrong,
        "orphans": orphans,
    }


def left_over(lab: Lab) -> dict[str, list[str]]:
    """What nobody uses: every list is empty when all was cleaned up."""
    sagemaker = lab.client("sagemaker")
    record = json.loads(lab.s3.get_object(Bucket=lab.bucket, Key=f"deployments/{MODEL}/current.json")["Body"].read())
    used = {record[place]["config"] for place in ("live", "previous") if record.get(place)}
    names = {
        "endpoints": ("list_endpoints", "Endpoints", "EndpointName", {lab.outputs["modelEndpoint"]}),
        "configurations": ("list_endpoint_configs", "EndpointConfigs", "EndpointConfigName", used),
        "models": ("list_models", "Models", "ModelName", used),
    }
    found = {
        what: sorted({one[name] for one in everything(sagemaker, call, field)} - kept)
        for what, (call, field, name, kept) in names.items()
    }
    jobs = everything(sagemaker, "list_training_jobs", "TrainingJobSummaries")
    found["jobs"] = [one["TrainingJobName"] for one in jobs if one["TrainingJobStatus"] in ("InProgress", "Stopping")]
    found["half_registered"] = half_registered(lab)
    return found


def everything(client: Any, call: str, field: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    return [one for page in client.get_paginator(call).paginate() for one in page[field]]


def half_registered(lab: Lab) -> list[str]:
    """Versions with a package that the registry does not know, and the other way round."""
    sagemaker = lab.client("sagemaker")
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=lab.outputs["modelPackageGroup"]
    )
    arns = [one["ModelPackageArn"] for page in pages for one in page["ModelPackageSummaryList"]]
    described = [sagemaker.describe_model_package(ModelPackageName=arn) for arn in arns]
    registered = Counter(one["CustomerMetadataProperties"]["version"] for one in described)
    keys = [
        one["Key"]
        for page in lab.s3.get_paginator("list_objects_v2").paginate(Bucket=lab.bucket, Prefix=f"{MODELS}{MODEL}/")
        for one in page.get("Contents", ())
    ]
    stored = {key.split("/")[2] for key in keys if key.endswith("/model.tar.gz")}
    signed = {key.split("/")[2] for key in keys if key.endswith("/model.tar.gz.sig.json")}
    twice = {version for version, times in registered.items() if times > 1}
    return sorted((set(registered) ^ stored) | (stored ^ signed) | twice)


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
