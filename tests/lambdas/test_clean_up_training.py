"""After a failed run nothing half made is left, and nothing that serves is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from domain.models.release import Release
from domain.rollouts.record import Phase, Source
from domain.training.claims import Claim, ClaimState
from domain.training.layout import job_name
from lambdas.clean_up_training.cleaning import Cleaning
from lambdas.clean_up_training.request import INTERRUPTED, Failed, Run, filled, parse_failed
from lambdas.clean_up_training.settings import VARIABLES, Settings
from lambdas.clients.execution_history import PAGE, ExecutionHistory
from lambdas.clients.model_registry import described
from lambdas.clients.package_removal import PackageRemoval
from lambdas.clients.registered_versions import RegisteredVersions
from lambdas.clients.training_claims import TrainingClaims
from lambdas.clients.training_stops import TrainingStops
from lambdas.deployments.handles import handle_of
from lambdas.errors import DeploymentUnsettledError, InvalidEnvironmentError, InvalidEventError
from lambdas.start_deployment.beginning import Beginning
from tests.lambdas.deployment_cloud import PLACE, Cloud, refusal
from tests.lambdas.test_deployments import BOTH, ENVIRONMENT, HTTP

RUN_ID = "0123456789abcdef"
RUN = {"status": "new", "run_id": RUN_ID, "model": "digits", "version": RUN_ID, "attempt": 2}
PACKAGE = f"models/digits/{RUN_ID}/model.tar.gz"


@dataclass
class Group:
    """The registry."""

    versions: list[str] = field(default_factory=list)
    exists: bool = True

    def list_model_packages(self, **_wanted: Any) -> dict[str, Any]:
        if not self.exists:
            raise refusal("ValidationException", "ModelPackageGroup digits does not exist.")
        return {"ModelPackageSummaryList": [{"ModelPackageDescription": f"digits {one}"} for one in self.versions]}


@dataclass
class Scene:
    """A run that failed, with its claim."""

    cloud: Cloud
    group: Group = field(default_factory=Group)

    def claim(self, attempt: int = 2, state: ClaimState = ClaimState.WORKING) -> None:
        assert self.claims.claim(Claim(RUN_ID, "arn:execution", attempt, state), None)

    @property
    def claims(self) -> TrainingClaims:
        return TrainingClaims(self.cloud.s3, PLACE.run_bucket)

    def put_package(self) -> None:
        for key in (PACKAGE, f"{PACKAGE}.sig.json"):
            self.cloud.s3.put_object(Bucket=PLACE.run_bucket, Key=key, Body=b"x")

    def keys(self) -> set[str]:
        found = self.cloud.s3.list_objects_v2(Bucket=PLACE.run_bucket, Prefix="models/")
        return {one["Key"] for one in found.get("Contents", ())}

    def clean(self, failed: Failed) -> dict[str, Any]:
        s3, sagemaker = self.cloud.s3, self.cloud.sagemaker
        return Cleaning(
            model="digits",
            claims=self.claims,
            jobs=TrainingStops(sagemaker),
            registry=RegisteredVersions(self.group, "digits"),
            packages=PackageRemoval(s3, PLACE.run_bucket),
            store=self.cloud.store,
            work=self.cloud.work,
        )(failed)

    def begin(self, version: str, targets: Any = BOTH) -> Any:
        source = Source("digits", version, f"arn:package/{version}", "image:1", "s3://bucket/key")
        beginning = Beginning(self.cloud.acting, self.cloud.work, targets, lambda: self.cloud.now, version)
        return self.cloud.work.forward(beginning.begin(source))


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    with mock_aws():
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=PLACE.run_bucket)
        yield Scene(Cloud(s3))


def failed(step: str = "Train", **made: Any) -> Failed:
    event = {"run": RUN, "failure": {"Error": "SomeError", "Cause": "why"}, "step": step, "deployment": None, **made}
    return parse_failed(event)


def test_the_jobs_of_the_attempt_are_stopped_and_no_others(scene: Scene) -> None:
    scene.claim()
    ours = [job_name("digits", RUN_ID, 2, retry) for retry in (0, 1)]
    others = [job_name("digits", RUN_ID, 12, 0), job_name("digits", "f" * 16, 2, 0)]
    scene.cloud.sagemaker.jobs = dict.fromkeys([*ours, *others], "InProgress")
    scene.cloud.sagemaker.jobs[ours[0]] = "Completed"
    reply = scene.clean(failed())
    assert reply == {
        "stopped_jobs": [ours[1]],
        "package_removed": True,
        "deployment": None,
        "claim_released": True,
    }
    assert all(scene.cloud.sagemaker.jobs[one] == "InProgress" for one in others)
    stored = scene.claims.read(RUN_ID)
    assert stored is not None
    assert stored.claim.state is ClaimState.RELEASED


def test_a_job_that_ended_meanwhile_is_no_error() -> None:
    class Late:
        def list_training_jobs(self, **_wanted: Any) -> dict[str, Any]:
            return {"TrainingJobSummaries": [{"TrainingJobName": "job"}]}

        def stop_training_job(self, **_wanted: Any) -> None:
            raise refusal("ValidationException", "The request was rejected: the job is in status Completed.")

    assert TrainingStops(Late()).stop("job") == ["job"]


def test_a_job_that_may_not_be_stopped_is_an_error() -> None:
    class Denied:
        def list_training_jobs(self, **_wanted: Any) -> dict[str, Any]:
            return {"TrainingJobSummaries": [{"TrainingJobName": "job"}]}

        def stop_training_job(self, **_wanted: Any) -> None:
            raise refusal("AccessDeniedException", "not authorized; status")

    with pytest.raises(ClientError):
        TrainingStops(Denied()).stop("job")


@pytest.mark.parametrize("exists", [True, False])
def test_a_package_that_was_never_registered_is_removed(scene: Scene, exists: bool) -> None:
    scene.claim()
    scene.group.exists = exists
    scene.put_package()
    assert scene.clean(failed("Register"))["package_removed"] is True
    assert scene.keys() == set()
    assert scene.clean(failed("Register"))["claim_released"] is True


def test_a_registered_package_stays(scene: Scene) -> None:
    scene.claim()
    scene.group.versions = [RUN_ID]
    scene.put_package()
    assert scene.clean(failed("Register"))["package_removed"] is False
    assert len(scene.keys()) == 2


def test_the_registry_is_searched_for_what_register_model_writes() -> None:
    assert RegisteredVersions(Group([RUN_ID]), "g").has("digits", RUN_ID)
    assert described("digits", RUN_ID) == f"digits {RUN_ID}"


def test_a_version_that_a_person_put_in_service_stays(scene: Scene) -> None:
    scene.claim()
    scene.put_package()
    scene.cloud.store.change_release("digits", lambda _there: Release(RUN_ID))
    assert scene.clean(failed("Register"))["package_removed"] is False


@pytest.mark.parametrize(("attempt", "state"), [(3, ClaimState.WORKING), (2, ClaimState.DONE)])
def test_what_a_later_attempt_holds_or_is_complete_is_left_alone(scene: Scene, attempt: int, state: ClaimState) -> None:
    scene.claim(attempt, state)
    scene.put_package()
    scene.cloud.sagemaker.jobs = {job_name("digits", RUN_ID, 2, 0): "InProgress"}
    reply = scene.clean(failed())
    assert (reply["stopped_jobs"], reply["package_removed"], reply["claim_released"]) == ([], False, False)
    assert len(scene.keys()) == 2


def test_a_run_that_another_execution_holds_is_not_its_own() -> None:
    assert failed(run={**RUN, "status": "running"}).run is None
    assert failed(run={**RUN, "status": "done"}).run is None
    assert failed().run == Run(RUN_ID, RUN_ID, 2)


def test_a_deployment_that_timed_out_is_taken_back(scene: Scene) -> None:
    scene.claim()
    scene.group.versions = [RUN_ID]
    first = scene.begin("v1", HTTP)
    assert first.deployment.phase is Phase.DONE
    held = scene.begin(RUN_ID, HTTP)
    handle = {"deployment_id": handle_of(held.deployment)}
    reply = scene.clean(failed("Watch", deployment=handle))
    assert reply["deployment"] == "rolled-back"
    assert scene.cloud.release() == Release("v1")
    assert scene.clean(failed("Watch", deployment=handle))["deployment"] == "rolled-back"


@pytest.mark.parametrize(
    "made", [{}, {"run": None, "registration": {"model_package_arn": f"arn:package/{RUN_ID}"}}], ids=["run", "package"]
)
def test_a_deployment_that_was_begun_before_its_start_failed_is_found(scene: Scene, made: dict[str, Any]) -> None:
    scene.claim()
    scene.group.versions = [RUN_ID]
    scene.begin(RUN_ID)
    with pytest.raises(DeploymentUnsettledError, match="SageMaker is still at the endpoint"):
        scene.clean(failed("Deploy", **made))
    scene.cloud.sagemaker.settle("digits")
    assert scene.clean(failed("Deploy", **made))["deployment"] == "rolled-back"
    assert scene.cloud.sagemaker.endpoints == scene.cloud.sagemaker.models == scene.cloud.sagemaker.configs == {}
    assert scene.cloud.store.current("digits").pending == ""


def test_somebody_elses_deployment_goes_on(scene: Scene) -> None:
    scene.claim()
    scene.begin("v7")
    assert scene.clean(failed("Deploy"))["deployment"] is None
    assert scene.cloud.store.current("digits").pending != ""


def test_a_deployment_in_service_is_never_taken_back(scene: Scene) -> None:
    held = scene.begin("v1", HTTP)
    reply = scene.clean(failed("Watch", deployment={"deployment_id": handle_of(held.deployment)}, run=None))
    assert reply["deployment"] == "done"
    assert scene.cloud.release() == Release("v1")


def test_an_interrupted_execution_is_asked_for_what_it_made() -> None:
    document = {"run": {"reply": RUN}, "deployment": {"reply": {"deployment_id": "digits-0123456789ab"}}, "watch": 1}

    class History:
        def get_execution_history(self, **wanted: Any) -> dict[str, Any]:
            assert wanted["reverseOrder"]
            events = [
                {"type": "ExecutionAborted"},
                {"type": "TaskStateEntered", "stateEnteredEventDetails": {"input": json.dumps(document)}},
            ]
            return {"events": events}

    before = parse_failed({"step": INTERRUPTED, "failure": None, "run": None, "execution_arn": "arn"})
    assert before.nothing_known
    found = filled(before, ExecutionHistory(History()).last_document("arn"))
    assert (found.run, found.deployment) == (Run(RUN_ID, RUN_ID, 2), "digits-0123456789ab")
    assert filled(before, {"run": 1, "deployment": {"reply": None}}) == before


def test_what_was_tried_again_and_again_is_found_behind_all_its_tries() -> None:
    """A state has three events for each try: a clean-up that waits for SageMaker has more than fit on a page."""
    tries = [{"type": kind} for _ in range(40) for kind in ("TaskFailed", "TaskStarted", "TaskScheduled")]
    entered = {"type": "TaskStateEntered", "stateEnteredEventDetails": {"input": '{"run": 1}'}}
    events = [{"type": "ExecutionAborted"}, *tries, entered]

    class Pages:
        def get_execution_history(self, maxResults: int, nextToken: str = "0", **_: Any) -> dict[str, Any]:  # noqa: N803
            end = int(nextToken) + maxResults
            return {"events": events[int(nextToken) : end], **({"nextToken": str(end)} if end < len(events) else {})}

    assert len(events) > PAGE
    assert ExecutionHistory(Pages()).last_document("arn") == {"run": 1}


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        {},
        {"step": ""},
        {"step": "Train", "run": {"run_id": "x"}},
        {"step": "T", "run": {**RUN, "attempt": True}},
    ],
)
def test_an_event_that_is_none_is_refused(event: object) -> None:
    with pytest.raises(InvalidEventError):
        parse_failed(event)


def test_the_environment_is_read_and_refused() -> None:
    environment = {**ENVIRONMENT, "MODEL": "digits", "PACKAGE_GROUP": "group"}
    settings = Settings.from_env({name: environment[name] for name in VARIABLES})
    assert (settings.model, settings.package_group) == ("digits", "group")
    with pytest.raises(InvalidEnvironmentError, match="MODEL"):
        Settings.from_env({**environment, "MODEL": "../x"})
