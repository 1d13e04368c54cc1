"""SageMaker's control plane, as far as this platform uses it; every other operation is moto's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, Final
from urllib.parse import unquote

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.request import AwsRequest, AwsResponse
from sandbox.sagemaker.components import Components
from sandbox.sagemaker.demand import Demand
from sandbox.sagemaker.endpoints import Endpoints
from sandbox.sagemaker.listing import page
from sandbox.sagemaker.metrics import MetricQueue
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT, JOB, MODEL, TRAINING, Kind, Record, Records
from sandbox.sagemaker.registry import ModelRegistry
from sandbox.sagemaker.tag_rules import with_tags
from sandbox.sagemaker.training import TrainingJobs
from sandbox.sagemaker.training_rules import check_training_job
from sandbox.sagemaker.transform import TransformJobs
from sandbox.sagemaker.utilization import Heartbeat
from sandbox.sagemaker.validation import (
    check_component,
    check_endpoint_config,
    check_model,
    check_transform_job,
    serverless_model_problems,
)
from sandbox.service import BaseService

SERVICE_PRINCIPAL: Final = "sagemaker.amazonaws.com"
TrustCheck = Callable[[str, str], bool]
Operation = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


class SageMakerService(BaseService):
    """Answers `sagemaker`.

    Args:
        context: Shared by all services.
        trusts: Whether a role (ARN) trusts a service principal.

    Attributes:
        records: What exists.
        endpoints: Deployed variants.
        components: Inference components.
        jobs: Transform jobs.
        trainings: Training jobs.
        registry: Model package groups and packages.
        metrics: Off-path metric queue.
        demand: What requests ask of instances and copies.
    """

    names = frozenset({"sagemaker"})

    def __init__(self, context: SandboxContext, trusts: TrustCheck) -> None:
        self._trusts = trusts
        self.records = Records()
        self.metrics = MetricQueue(context)
        self.endpoints = Endpoints(context, self.records)
        self.components = Components(context, self.records, self.metrics)
        self.jobs = TransformJobs(context, self.records)
        self.trainings = TrainingJobs(context, self.records)
        self.registry = ModelRegistry(context, self.records)
        self.demand = Demand(context, self.records, self.metrics)
        self._heartbeat = Heartbeat(context, lambda: chain(self.endpoints.running(), self.components.running()))
        self._operations: dict[str, Operation] = {
            "CreateModel": self._create_model,
            "CreateEndpointConfig": self._create_config,
            "CreateEndpoint": lambda region, request: _arn(self.endpoints.create(region, request)),
            "UpdateEndpoint": lambda region, request: _arn(self.endpoints.update(region, request)),
            "DeleteEndpoint": self._delete_endpoint,
            "UpdateEndpointWeightsAndCapacities": self._scale_variants,
            "CreateTransformJob": self._create_job,
            "StopTransformJob": self._stop_job,
            "CreateTrainingJob": self._create_training,
            "StopTrainingJob": self._stop_training,
            "CreateInferenceComponent": self._create_component,
            "UpdateInferenceComponent": self._update_component,
            "UpdateInferenceComponentRuntimeConfig": self._update_copies,
            "DeleteInferenceComponent": self._delete_component,
            **self.registry.operations(),
        }
        for kind in (MODEL, CONFIG, ENDPOINT, JOB, TRAINING, COMPONENT):
            self._add_reads(kind)
        self._operations["DescribeTrainingJob"] = self._describe_training

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """The answer of an operation that is played here."""
        if request.api != "sagemaker":
            return None
        if request.operation in ("AddTags", "ListTags", "DeleteTags"):
            return self._tags(request)
        operation = self._operations.get(request.operation)
        if operation is None:
            return None
        return AwsResponse.of_json(operation(request.region, request.json()))

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """`POST endpoints/<name>/freeze` and `…/work`, `POST training/<name>/interrupt` and `GET jobs`."""
        parts = path.split("/")
        if method == "POST" and len(parts) == 3 and (parts[0], parts[2]) == ("endpoints", "freeze"):
            if not self.endpoints.freeze(parts[1]):
                raise ValueError(f"endpoint {parts[1]!r} is not there, or has no serverless variant")
            return {"frozen": parts[1]}
        if method == "POST" and len(parts) == 3 and (parts[0], parts[2]) == ("endpoints", "work"):
            self.demand.configure(unquote(parts[1]), body)
            return {"endpoint": unquote(parts[1])}
        if method == "POST" and len(parts) == 3 and (parts[0], parts[2]) == ("training", "interrupt"):
            self.trainings.interrupt(parts[1])
            return {"interrupted": parts[1]}
        if (method, path) == ("GET", "jobs"):
            return [dict(record.fields) for record in self.records.all() if record.kind in (JOB, TRAINING)]
        return None

    def tags_of(self, arn: str) -> Mapping[str, str]:
        """Tags of what has that ARN; none of what is not kept here."""
        record = self.records.of_arn(arn) if ":sagemaker:" in arn else None
        return {} if record is None else record.tags

    def close(self) -> None:
        """Stops every job, container and thread."""
        self.demand.close()
        self._heartbeat.close()
        self.jobs.close()
        self.trainings.close()
        self.components.close()
        self.endpoints.close()
        self.metrics.close()

    def _add_reads(self, kind: Kind) -> None:
        stem = kind.name.removesuffix("Name")

        def describe(region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
            return dict(self.records.get(kind, region, request[kind.name]).fields)

        def listing(region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
            return page(kind, self.records.listing(kind, region), request)

        def delete(region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
            self.records.remove(self.records.get(kind, region, request[kind.name]))
            return {}

        self._operations[f"Describe{stem}"] = describe
        self._operations[f"List{stem}s"] = listing
        if kind in (MODEL, CONFIG):
            self._operations[f"Delete{stem}"] = delete

    def _create_model(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_model(request)
        self._check_role(request.get("ExecutionRoleArn"))
        return _arn(self.records.add(MODEL, region, {"EnableNetworkIsolation": False, **request}))

    def _create_config(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_endpoint_config(request)
        self._check_role(request.get("ExecutionRoleArn"))
        problems: list[str] = []
        for variant in request["ProductionVariants"]:
            if variant.get("ModelName"):
                model = self.records.get(MODEL, region, variant["ModelName"])
                problems += serverless_model_problems(model.fields) if variant.get("ServerlessConfig") else []
        if problems:
            raise AwsError("ValidationException", "; ".join(problems))
        return _arn(self.records.add(CONFIG, region, request))

    def _check_role(self, role_arn: str | None) -> None:
        if role_arn and not self._trusts(role_arn, SERVICE_PRINCIPAL):
            message = (
                f"Could not assume role {role_arn}. Please ensure that the role exists and allows principal "
                f"'{SERVICE_PRINCIPAL}' to assume the role."
            )
            raise AwsError("ValidationException", message)

    def _delete_endpoint(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.endpoints.delete(region, request["EndpointName"])
        return {}

    def _scale_variants(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = request["DesiredWeightsAndCapacities"]
        return _arn(self.endpoints.change_variants(region, request["EndpointName"], wanted))

    def _create_job(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_transform_job(request)
        return _arn(self.jobs.create(region, request))

    def _stop_job(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.jobs.stop(region, request["TransformJobName"])
        return {}

    def _create_training(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_training_job(request)
        self._check_role(request["RoleArn"])
        return _arn(self.trainings.create(region, request))

    def _describe_training(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        return dict(self.trainings.describe(region, request["TrainingJobName"]).fields)

    def _stop_training(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.trainings.stop(region, request["TrainingJobName"])
        return {}

    def _create_component(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        check_component(request)
        return _arn(self.components.create(region, request))

    def _update_component(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        return _arn(self.components.update(region, request))

    def _update_copies(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        wanted = request["DesiredRuntimeConfig"]["CopyCount"]
        return _arn(self.components.scale(region, request["InferenceComponentName"], wanted))

    def _delete_component(self, region: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.components.delete(region, request["InferenceComponentName"])
        return {}

    def _tags(self, request: AwsRequest) -> AwsResponse | None:
        body = request.json()
        record = self.records.of_arn(body["ResourceArn"])
        if record is None:
            return None
        if request.operation == "AddTags":
            record.tags = with_tags(record.tags, body["Tags"])
        for key in body.get("TagKeys", ()):
            record.tags.pop(key, None)
        tags = [{"Key": key, "Value": value} for key, value in record.tags.items()]
        return AwsResponse.of_json({} if request.operation == "DeleteTags" else {"Tags": tags})


def _arn(record: Record) -> Mapping[str, Any]:
    return {record.kind.arn_member: record.arn}
