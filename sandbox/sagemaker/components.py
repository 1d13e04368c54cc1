"""Inference components: models that share an endpoint's instances, and sleep at zero copies.

https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html. One process stands for all
copies. Waking from zero takes `options.wake_up_s`; until then a call gets HTTP 400, and `NoCapacityInvocationFailures`
counts it, so that an alarm can start the step policy.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import ArtifactError
from sandbox.sagemaker.container import ContainerError
from sandbox.sagemaker.hosting import Host, InstanceHost, ModelSource, PreparedModel, source_of
from sandbox.sagemaker.metrics import MetricQueue
from sandbox.sagemaker.records import COMPONENT, CONFIG, ENDPOINT, MODEL, Record, Records
from sandbox.sagemaker.utilization import Running

NO_CAPACITY: Final = (
    "Inference Component has no capacity to process this request. ApplicationAutoScaling may be in-progress "
    "(if configured) or try to increase the capacity by invoking UpdateInferenceComponentRuntimeConfig API."
)


class Components:
    """Creates, scales and deletes inference components.

    Args:
        context: Options, clients, folder.
        records: Where they are remembered.
        metrics: Gets NoCapacityInvocationFailures.
    """

    def __init__(self, context: SandboxContext, records: Records, metrics: MetricQueue) -> None:
        self._context = context
        self._records = records
        self._metrics = metrics
        self._hosts: dict[str, InstanceHost] = {}
        self._models: dict[str, PreparedModel] = {}
        self._working: set[str] = set()
        self._lock = threading.RLock()
        self._closed = threading.Event()

    def create(self, region: str, request: Mapping[str, Any]) -> Record:
        """CreateInferenceComponent: returns at once; the model starts in the background.

        Raises:
            AwsError: The endpoint is not in service, is not for components, or has no such variant.
        """
        endpoint = self._records.get(ENDPOINT, region, request["EndpointName"])
        config = self._records.get(CONFIG, region, endpoint.fields["EndpointConfigName"])
        if endpoint.fields["EndpointStatus"] != "InService":
            status = endpoint.fields["EndpointStatus"]
            raise AwsError("ValidationException", f'Endpoint "{endpoint.arn}" is {status}; it must be InService.')
        variants = [v["VariantName"] for v in config.fields["ProductionVariants"] if not v.get("ModelName")]
        if request.get("VariantName", variants[0] if variants else "") not in variants:
            accepted = ", ".join(variants) or "none: it is not an inference component endpoint"
            raise AwsError(
                "ValidationException", f"VariantName {request.get('VariantName')!r} must be one of {accepted}."
            )
        model = (request.get("Specification") or {}).get("ModelName")
        if model:
            self._records.get(MODEL, region, model)
        copies = int(request["RuntimeConfig"]["CopyCount"])
        fields = {"VariantName": variants[0], **request, "EndpointArn": endpoint.arn}
        fields |= {"InferenceComponentStatus": "Creating", "RuntimeConfig": _runtime(copies, 0)}
        record = self._records.add(COMPONENT, region, fields)
        self._work(record)
        return record

    def update(self, region: str, request: Mapping[str, Any]) -> Record:
        """UpdateInferenceComponent: another specification, another number of copies, or both."""
        record = self._idle(region, request["InferenceComponentName"])
        if request.get("Specification"):
            with self._lock:
                old = self._hosts.pop(record.arn, None)
                self._models.pop(record.arn, None)
            if old is not None:
                old.close()
            record.update(Specification=request["Specification"])
            record.fields["RuntimeConfig"] = _runtime(record.fields["RuntimeConfig"]["DesiredCopyCount"], 0)
        wanted = (request.get("RuntimeConfig") or {}).get("CopyCount")
        return self._apply(record, record.fields["RuntimeConfig"]["DesiredCopyCount"] if wanted is None else wanted)

    def scale(self, region: str, name: str, copies: int) -> Record:
        """UpdateInferenceComponentRuntimeConfig; 0 puts it to sleep."""
        return self._apply(self._idle(region, name), copies)

    def delete(self, region: str, name: str) -> None:
        """DeleteInferenceComponent."""
        record = self._records.get(COMPONENT, region, name)
        with self._lock:
            self._records.remove(record)
            host = self._hosts.pop(record.arn, None)
            self._models.pop(record.arn, None)
        if host is not None:
            host.close()
        self._count_instances(record)

    def host(self, region: str, endpoint: str, name: str) -> tuple[str, Host]:
        """The variant and the host that answer a call.

        Raises:
            AwsError: No such component on that endpoint, or it sleeps (`ValidationError`, HTTP 400).
        """
        record = self._records.find(COMPONENT, region, name)
        if record is None or record.fields["EndpointName"] != endpoint:
            account = self._context.account_id
            message = f"Inference Component {name} of account {account} was not found on endpoint {endpoint}."
            raise AwsError("ValidationError", message)
        with self._lock:
            found = self._hosts.get(record.arn)
        if found is None:
            self._metrics.count(region, "NoCapacityInvocationFailures", {"InferenceComponentName": name})
            raise AwsError("ValidationError", NO_CAPACITY)
        return str(record.fields["VariantName"]), found

    def running(self) -> Iterator[Running]:
        """The container of each component that is awake, under the endpoint and variant whose instance it uses."""
        with self._lock:
            awake = dict(self._hosts)
        for record in self._records.all():
            host = awake.get(record.arn) if record.kind is COMPONENT else None
            if host is not None:
                fields = record.fields
                dimensions = {"EndpointName": fields["EndpointName"], "VariantName": fields["VariantName"]}
                needs = fields["Specification"].get("ComputeResourceRequirements") or {}
                cores = float(needs.get("NumberOfCpuCoresRequired") or 0.0)
                copies = max(1, fields["RuntimeConfig"]["CurrentCopyCount"])
                name = str(fields["InferenceComponentName"])
                yield Running(record.region, dimensions, host.pid, name, cores * copies)

    def close(self) -> None:
        """Stops every container."""
        self._closed.set()
        with self._lock:
            hosts, self._hosts = list(self._hosts.values()), {}
        for host in hosts:
            host.close()

    def _idle(self, region: str, name: str) -> Record:
        record = self._records.get(COMPONENT, region, name)
        status = record.fields["InferenceComponentStatus"]
        if status in ("Creating", "Updating", "Deleting"):
            raise AwsError(
                "ValidationException", f'Cannot update in-progress inference component "{record.arn}" ({status}).'
            )
        return record

    def _apply(self, record: Record, copies: int) -> Record:
        current = record.fields["RuntimeConfig"]["CurrentCopyCount"]
        record.update(InferenceComponentStatus="Updating", RuntimeConfig=_runtime(copies, current))
        self._work(record)
        return record

    def _work(self, record: Record) -> None:
        thread = threading.Thread(target=self._reach, args=(record,), daemon=True, name=f"component-{record.name}")
        thread.start()

    def _reach(self, record: Record) -> None:
        """Brings the component to its desired number of copies."""
        desired = record.fields["RuntimeConfig"]["DesiredCopyCount"]
        failure = ""
        try:
            if desired == 0:
                self._sleep(record)
            elif record.arn not in self._hosts:
                self._wake(record)
        except (ArtifactError, AwsError, ContainerError) as error:
            failure = str(error)
        except Exception as error:  # a thread has nobody to raise to: the record says it
            self._context.log.exception("inference component %s failed", record.name)
            failure = f"The sandbox failed: {error}"
        if failure:
            record.update(InferenceComponentStatus="Failed", FailureReason=failure, RuntimeConfig=_runtime(desired, 0))
            return
        record.fields.pop("FailureReason", None)
        record.update(RuntimeConfig=_runtime(desired, desired), InferenceComponentStatus="InService")
        self._count_instances(record)

    def _sleep(self, record: Record) -> None:
        with self._lock:
            host = self._hosts.pop(record.arn, None)
        if host is not None:
            host.close()

    def _wake(self, record: Record) -> None:
        slept = record.arn in self._models
        options = self._context.options
        self._closed.wait(options.wake_up_s if slept else options.endpoint_create_s)
        prepared = self._models.get(record.arn) or self._source(record).prepare(self._context)
        host = InstanceHost(prepared)
        with self._lock:
            kept = not self._closed.is_set() and self._records.find(COMPONENT, record.region, record.name) is record
            if kept:
                self._models[record.arn] = prepared
                self._hosts[record.arn] = host
        if not kept:
            host.close()

    def _source(self, record: Record) -> ModelSource:
        endpoint = self._records.get(ENDPOINT, record.region, record.fields["EndpointName"])
        config = self._records.get(CONFIG, record.region, endpoint.fields["EndpointConfigName"])
        role = str(config.fields["ExecutionRoleArn"])
        specification = record.fields["Specification"]
        if specification.get("ModelName"):
            model = self._records.get(MODEL, record.region, specification["ModelName"])
            return source_of(model.fields, record.region, record.name, role)
        container = specification["Container"]
        if not container.get("ArtifactUrl"):
            raise ArtifactError("Specification.Container has no ArtifactUrl; the sandbox loads an archive from S3")
        return ModelSource(
            record.region, role, container["ArtifactUrl"], record.name, container.get("Environment") or {}
        )

    def _count_instances(self, record: Record) -> None:
        """Managed scaling: one instance while any component has a copy, else the variant's minimum."""
        endpoint = self._records.find(ENDPOINT, record.region, record.fields["EndpointName"])
        if endpoint is None:
            return
        awake = {
            one.fields["VariantName"]
            for one in self._records.listing(COMPONENT, record.region)
            if one.fields["EndpointName"] == endpoint.name and one.fields["RuntimeConfig"]["CurrentCopyCount"]
        }
        variants = [dict(variant) for variant in endpoint.fields["ProductionVariants"]]
        for variant in variants:
            scaling = variant.get("ManagedInstanceScaling") or {}
            if scaling.get("Status") == "ENABLED":
                count = max(int(variant["VariantName"] in awake), scaling.get("MinInstanceCount", 1))
                variant.update(CurrentInstanceCount=count, DesiredInstanceCount=count)
        endpoint.fields["ProductionVariants"] = variants


def _runtime(desired: int, current: int) -> dict[str, int]:
    return {"DesiredCopyCount": desired, "CurrentCopyCount": current}
