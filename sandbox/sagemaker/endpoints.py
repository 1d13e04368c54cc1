"""The life of endpoints: Creating, InService or Failed, Updating, gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import ArtifactError
from sandbox.sagemaker.container import ContainerError
from sandbox.sagemaker.deployment import Deployment
from sandbox.sagemaker.endpoint_events import STATE, tell
from sandbox.sagemaker.guardrails import TrafficPlan, traffic_plan
from sandbox.sagemaker.hosting import Host, InstanceHost, ServerlessHost, source_of
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT, MODEL, Record, Records
from sandbox.sagemaker.rollout import Rollout, pending
from sandbox.sagemaker.summaries import failure_reason, is_serverless, shown_of
from sandbox.sagemaker.traffic import TrafficSplit
from sandbox.sagemaker.utilization import Running
from sandbox.sagemaker.variants import desired, settled

BUSY: Final = ("Creating", "Updating", "RollingBack", "Deleting")
REASON_LENGTH: Final = 1024


class Endpoints:
    """Creates, changes and deletes endpoints.

    Args:
        context: Options, clients, folder.
        records: Where endpoints are remembered.
    """

    def __init__(self, context: SandboxContext, records: Records) -> None:
        self._context = context
        self._records = records
        self._deployments: dict[tuple[str, str], Deployment] = {}
        self._splits: dict[tuple[str, str], TrafficSplit] = {}
        self._lock = threading.RLock()
        self._closed = threading.Event()

    def create(self, region: str, request: Mapping[str, Any]) -> Record:
        """CreateEndpoint: returns at once; the containers start in the background."""
        config = self._records.get(CONFIG, region, request["EndpointConfigName"])
        record = self._records.add(ENDPOINT, region, {**request, "EndpointStatus": "Creating"})
        record.update(**shown_of(config.fields))
        tell(self._context, record, STATE)
        self._start(record, config, None)
        return record

    def update(self, region: str, request: Mapping[str, Any]) -> Record:
        """UpdateEndpoint: the old variants serve until the new ones are healthy, and stay when those are not.

        With a `DeploymentConfig` both serve while traffic moves; an alarm of it takes the traffic back.
        """
        record = self._records.get(ENDPOINT, region, request["EndpointName"])
        config = self._records.get(CONFIG, region, request["EndpointConfigName"])
        wanted = request.get("DeploymentConfig")
        if wanted is None and request.get("RetainDeploymentConfig"):
            wanted = record.fields.get("LastDeploymentConfig")
        with self._lock:
            if record.fields["EndpointStatus"] in BUSY:
                raise AwsError("ValidationException", f'Cannot update in-progress endpoint "{record.arn}".')
            deployed = self._deployments.get((region, record.name))
            if deployed is not None and is_serverless(deployed.config) != is_serverless(config.fields):
                raise AwsError(
                    "ValidationException",
                    "Cannot convert between a serverless endpoint and one on instances; create another endpoint.",
                )
            plan = traffic_plan(wanted, config.fields if deployed is None else deployed.config, config.fields)
            status = {"Status": "Creating", "StatusMessage": "Launching the new fleet.", "StartTime": time.time()}
            record.update(EndpointStatus="Updating", PendingDeploymentSummary=pending(config.fields, 0.0, status))
            record.fields.pop("FailureReason", None)
            if wanted is not None:
                record.update(LastDeploymentConfig=wanted)
        tell(self._context, record, STATE)
        self._start(record, config, plan)
        return record

    def delete(self, region: str, name: str) -> None:
        """DeleteEndpoint.

        Raises:
            AwsError: It is in progress, or inference components are left on it.
        """
        record = self._records.get(ENDPOINT, region, name)
        left = [c.name for c in self._records.listing(COMPONENT, region) if c.fields["EndpointName"] == name]
        if left:
            raise AwsError(
                "ValidationException",
                f'Cannot delete endpoint "{record.arn}": inference components are on it ({", ".join(sorted(left))}).',
            )
        with self._lock:
            if record.fields["EndpointStatus"] in BUSY:
                raise AwsError("ValidationException", f'Cannot update in-progress endpoint "{record.arn}".')
            record.update(EndpointStatus="Deleting")
            deployment = self._deployments.pop((region, name), None)
        if deployment is not None:
            deployment.close()
        self._records.remove(record)

    def deployment(self, region: str, name: str) -> Deployment | TrafficSplit:
        """What serves right now: one fleet, or two while traffic moves.

        Raises:
            AwsError: `ValidationError` in the runtime's spelling: there is no such endpoint in service.
        """
        with self._lock:
            found = self._splits.get((region, name)) or self._deployments.get((region, name))
        if found is None:
            message = f"Endpoint {name} of account {self._context.account_id} not found."
            raise AwsError("ValidationError", message)
        return found

    def change_variants(self, region: str, name: str, wanted: Sequence[Mapping[str, Any]]) -> Record:
        """UpdateEndpointWeightsAndCapacities: Updating, then what was desired; one process stands for all instances.

        Raises:
            AwsError: No such endpoint, it is in progress, or a variant cannot become that.
        """
        record = self._records.get(ENDPOINT, region, name)
        with self._lock:
            if record.fields["EndpointStatus"] != "InService":
                raise AwsError("ValidationException", f'Cannot update in-progress endpoint "{record.arn}".')
            config = self._records.get(CONFIG, region, record.fields["EndpointConfigName"])
            become = desired(config.fields, record.fields["ProductionVariants"], wanted)
            record.update(EndpointStatus="Updating", ProductionVariants=become)
        pause = self._context.options.endpoint_create_s
        if pause:
            threading.Thread(target=self._reach, args=(record, pause), name=f"scale-{name}", daemon=True).start()
        else:
            self._reach(record, 0.0)
        return record

    def _reach(self, record: Record, pause_s: float) -> None:
        self._closed.wait(pause_s)
        with self._lock:
            become = settled(record.fields["ProductionVariants"])
            record.update(EndpointStatus="InService", ProductionVariants=become)
            deployment = self._deployments.get((record.region, record.name))
            if deployment is not None:
                deployment.weights = {
                    one["VariantName"]: one["CurrentWeight"] for one in become if "CurrentWeight" in one
                }

    def freeze(self, name: str) -> bool:
        """Makes the next call of an endpoint a cold start, in every region; False when nothing could be frozen."""
        with self._lock:
            found = [one for (_, endpoint), one in self._deployments.items() if endpoint == name]
        frozen = [host.freeze() for one in found for host in one.hosts.values()]
        return any(frozen)

    def running(self) -> Iterator[Running]:
        """The container of each variant that has instances; a serverless variant has none."""
        with self._lock:
            deployed = list(self._deployments.items())
        for (region, endpoint), deployment in deployed:
            for variant, host in deployment.hosts.items():
                if isinstance(host, InstanceHost):
                    yield Running(region, {"EndpointName": endpoint, "VariantName": variant}, host.pid)

    def close(self) -> None:
        """Stops every container."""
        self._closed.set()
        with self._lock:
            deployments, self._deployments = list(self._deployments.values()), {}
        for deployment in deployments:
            deployment.close()

    def _start(self, record: Record, config: Record, plan: TrafficPlan | None) -> None:
        thread = threading.Thread(target=self._deploy, args=(record, dict(config.fields), plan), daemon=True)
        thread.name = f"endpoint-{record.name}"
        thread.start()

    def _deploy(self, record: Record, config: Mapping[str, Any], plan: TrafficPlan | None) -> None:
        started = time.monotonic()
        deployment = Deployment(config)
        failure = ""
        try:
            for variant in config["ProductionVariants"]:
                if variant.get("ModelName"):
                    deployment.hosts[variant["VariantName"]] = self._host(record, variant)
        except (ArtifactError, AwsError, ContainerError) as error:
            failure = failure_reason(error, variant["VariantName"])
        except Exception as error:  # a thread has nobody to raise to: the record says it
            self._context.log.exception("endpoint %s failed", record.name)
            failure = f"The sandbox failed: {error}"
        self._closed.wait(max(0.0, self._context.options.endpoint_create_s - (time.monotonic() - started)))
        if plan is not None and not failure:
            failure = self._move(record, deployment, plan)
        self._settle(record, config, deployment, failure)

    def _move(self, record: Record, new: Deployment, plan: TrafficPlan) -> str:
        """Moves the traffic; why it had to go back, or empty."""
        key = (record.region, record.name)
        with self._lock:
            old = self._deployments.get(key)
            if old is None:
                return ""
            split = self._splits[key] = TrafficSplit(old, new)
        try:
            failure = Rollout(self._context, record, plan, self._role(record.region, new), self._closed).run(split)
        except Exception as error:  # a thread has nobody to raise to: the record says it
            self._context.log.exception("the traffic of endpoint %s could not be moved", record.name)
            failure = f"The sandbox failed: {error}"
        if failure:
            split.share = 0.0
            record.update(EndpointStatus="RollingBack")
            tell(self._context, record, STATE)
            self._closed.wait(self._context.options.endpoint_create_s)
        return failure

    def _role(self, region: str, new: Deployment) -> str:
        """The execution role of the new fleet's first model, which watches the alarms."""
        names = [one["ModelName"] for one in new.config["ProductionVariants"] if one.get("ModelName")]
        found = self._records.find(MODEL, region, names[0]) if names else None
        return "" if found is None else str(found.fields.get("ExecutionRoleArn", ""))

    def _settle(self, record: Record, config: Mapping[str, Any], deployment: Deployment, failure: str) -> None:
        key = (record.region, record.name)
        with self._lock:
            self._splits.pop(key, None)
            record.fields.pop("PendingDeploymentSummary", None)
            old = self._deployments.get(key)
            if failure or self._closed.is_set():
                # AWS rolls an update back: the endpoint serves on as it was, and says why.
                status = "InService" if old is not None else "Failed"
                record.update(EndpointStatus=status, FailureReason=failure[:REASON_LENGTH])
                old = deployment
            else:
                self._deployments[key] = deployment
                record.fields.pop("FailureReason", None)
                record.update(
                    EndpointStatus="InService",
                    EndpointConfigName=config["EndpointConfigName"],
                    **shown_of(config),
                )
        if not self._closed.is_set():
            tell(self._context, record, STATE)
        if old is not None:
            old.close()

    def _host(self, record: Record, variant: Mapping[str, Any]) -> Host:
        model = self._records.get(MODEL, record.region, variant["ModelName"])
        prepared = source_of(model.fields, record.region, record.name).prepare(self._context)
        if variant.get("ServerlessConfig"):
            return ServerlessHost(prepared, variant["ServerlessConfig"])
        return InstanceHost(prepared)
