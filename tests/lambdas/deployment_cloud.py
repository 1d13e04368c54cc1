"""SageMaker and CloudWatch as far as deployments see them, in this process; S3 is moto's, so that If-Match is real."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from domain.models.release import Release, Role, choose
from domain.rollouts.record import Phase, Source
from domain.rollouts.targets import Targets, parse_targets
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore, Held
from lambdas.clients.endpoint_rollouts import EndpointRollouts
from lambdas.deployments.acting import Acting
from lambdas.deployments.settings import Place
from lambdas.deployments.work import Work
from lambdas.start_deployment.beginning import Beginning

SERVERLESS = {"name": "digits", "kind": "serverless", "alarms": ["errors"]}
REALTIME = {**SERVERLESS, "kind": "realtime", "instance_type": "ml.m5.large", "instance_count": 2}
CANARY = {"kind": "canary", "percent": 20, "step_minutes": 5, "keep_minutes": 5}
BOTH = parse_targets({"endpoint": SERVERLESS, "http": {"rollout": CANARY, "alarms": ["errors"]}})
HTTP = Targets(None, BOTH.http)
ENDPOINT = Targets(BOTH.endpoint, None)
PLACE = Place("bucket", "arn:role", "arn:key", ("subnet-1",), ("sg-1",), {"Project": "p", "Environment": "test"})


def refusal(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


@dataclass
class SageMaker:
    """Models, configurations and endpoints; ``settle`` ends what an endpoint is at."""

    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    configs: dict[str, dict[str, Any]] = field(default_factory=dict)
    endpoints: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    fault: Callable[[str], None] = lambda _call: None

    def create_model(self, **wanted: Any) -> None:
        self._create("model", self.models, wanted["ModelName"], wanted)

    def create_endpoint_config(self, **wanted: Any) -> None:
        self._create("endpoint configuration", self.configs, wanted["EndpointConfigName"], wanted)

    def create_endpoint(self, **wanted: Any) -> None:
        fields = {**wanted, "EndpointStatus": "Creating"}
        self._create("endpoint", self.endpoints, wanted["EndpointName"], fields)

    def describe_endpoint(self, EndpointName: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.fault("describe_endpoint")
        return dict(self._get("endpoint", self.endpoints, EndpointName))

    def update_endpoint(self, **wanted: Any) -> None:
        self.fault("update_endpoint")
        there = self._get("endpoint", self.endpoints, wanted["EndpointName"])
        if there["EndpointStatus"] != "InService":
            raise refusal("ValidationException", "Cannot update in-progress endpoint")
        self._get("endpoint configuration", self.configs, wanted["EndpointConfigName"])
        self.updates.append(wanted)
        pending = {"EndpointConfigName": wanted["EndpointConfigName"]}
        there.update(EndpointStatus="Updating", PendingDeploymentSummary=pending)
        self.fault("update_endpoint done")

    def delete_endpoint(self, EndpointName: str) -> None:  # noqa: N803
        self._get("endpoint", self.endpoints, EndpointName)
        del self.endpoints[EndpointName]

    def delete_endpoint_config(self, EndpointConfigName: str) -> None:  # noqa: N803
        self.fault("delete_endpoint_config")
        self._get("endpoint configuration", self.configs, EndpointConfigName)
        assert all(one["EndpointConfigName"] != EndpointConfigName for one in self.endpoints.values()), "it serves"
        del self.configs[EndpointConfigName]

    def delete_model(self, ModelName: str) -> None:  # noqa: N803
        self._get("model", self.models, ModelName)
        del self.models[ModelName]

    def list_training_jobs(self, **wanted: Any) -> dict[str, Any]:
        found = [n for n, s in self.jobs.items() if wanted["NameContains"] in n and s == wanted["StatusEquals"]]
        return {"TrainingJobSummaries": [{"TrainingJobName": name} for name in found]}

    def stop_training_job(self, TrainingJobName: str) -> None:  # noqa: N803
        self.jobs[TrainingJobName] = "Stopping"

    def settle(self, name: str, *, healthy: bool = True, failure: str = "") -> None:
        """End Creating or Updating: with the new configuration, or as before."""
        there = self.endpoints[name]
        pending = there.pop("PendingDeploymentSummary", None)
        if there["EndpointStatus"] == "Creating":
            there["EndpointStatus"] = "InService" if healthy else "Failed"
        elif pending is not None:
            there["EndpointStatus"] = "InService"
            if healthy:
                there["EndpointConfigName"] = pending["EndpointConfigName"]
        if failure:
            there["FailureReason"] = failure

    def _create(self, kind: str, store: dict[str, dict[str, Any]], name: str, fields: dict[str, Any]) -> None:
        self.fault(f"create {kind}")
        if name in store:
            raise refusal("ValidationException", f'Cannot create already existing {kind} "{name}".')
        store[name] = fields
        self.fault(f"create {kind} done")

    def _get(self, kind: str, store: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
        if name not in store:
            raise refusal("ValidationException", f'Could not find {kind} "{name}".')
        return store[name]


@dataclass
class CloudWatch:
    """Alarms and their states."""

    alarms: dict[str, str] = field(default_factory=dict)

    def describe_alarms(self, AlarmNames: list[str], **_more: Any) -> dict[str, Any]:  # noqa: N803
        found = [{"AlarmName": name, "StateValue": self.alarms[name]} for name in AlarmNames if name in self.alarms]
        return {"MetricAlarms": found}


@dataclass
class Cloud:
    """Everything that a deployment works on."""

    s3: Any
    sagemaker: SageMaker = field(default_factory=SageMaker)
    cloudwatch: CloudWatch = field(default_factory=lambda: CloudWatch({"errors": "OK"}))
    now: datetime = datetime(2026, 11, 26, 5, tzinfo=UTC)

    @property
    def store(self) -> DeploymentStore:
        return DeploymentStore(self.s3, PLACE.run_bucket)

    @property
    def acting(self) -> Acting:
        return Acting(self.store, EndpointRollouts(self.sagemaker), AlarmStates(self.cloudwatch), PLACE)

    @property
    def work(self) -> Work:
        return Work(self.acting, lambda: self.now)

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def release(self, model: str = "digits") -> Release:
        return self.store.release(model)

    def keys(self, prefix: str) -> list[str]:
        found = self.s3.list_objects_v2(Bucket=PLACE.run_bucket, Prefix=prefix)
        return [one["Key"] for one in found.get("Contents", ())]

    def document(self, key: str) -> Any:
        return json.loads(self.s3.get_object(Bucket=PLACE.run_bucket, Key=key)["Body"].read())


def serve(release: Release, versions: dict[str, Callable[[], bool]], calls: int) -> tuple[int, int, set[str]]:
    """Answer calls as the HTTP API chooses; the candidate's calls, its failures, and who answered as live."""
    tried = failed = 0
    live = set()
    for number in range(calls):
        choice = choose(release, f"request-{number}")
        good = versions[choice.version]()
        if choice.role is Role.CANDIDATE:
            tried += 1
            failed += not good
        else:
            live.add(choice.version)
    return tried, failed, live


@contextmanager
def cloud_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """A cloud with an empty bucket."""
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=PLACE.run_bucket)
        yield Cloud(s3)


def source(number: int) -> Source:
    return Source("digits", f"v{number}", f"arn:package/{number}", "image:1", f"s3://bucket/models/digits/v{number}")


def begin(cloud: Cloud, number: int, targets: Targets = BOTH) -> Held:
    beginning = Beginning(cloud.acting, cloud.work, targets, lambda: cloud.now, f"salt{number}")
    return cloud.work.forward(beginning.begin(source(number)))


def look(cloud: Cloud, held: Held) -> Held:
    return cloud.work.forward(cloud.store.need("digits", held.deployment.deployment_id))


def finish(cloud: Cloud, held: Held) -> Held:
    """Let everything go well until the end."""
    for _ in range(10):
        for name, there in cloud.sagemaker.endpoints.items():
            if there["EndpointStatus"] != "InService":
                cloud.sagemaker.settle(name)
        held = look(cloud, held)
        if held.deployment.phase in (Phase.DONE, Phase.ROLLED_BACK):
            return held
        cloud.pass_minutes(6)
    raise AssertionError(held.deployment.reason)
