"""SageMaker models, endpoint configurations and endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table, Timeouts
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

# SageMaker has no code of its own for what isn't there: a ValidationException that says so.
_ABSENT: Final = "could not find"
_NOT_YET: Final = {"ValidationException": "could not assume role|could not access model data"}
_NOTIFICATION: Final = "asyncInferenceConfig.outputConfig.notificationConfig"
_TAGS: Final = ServiceTags(
    service="sagemaker", add="add_tags", remove="delete_tags", read_by="list_tags", target="ResourceArn"
)


class _Described(Resource):
    """A type of the API with one create, describe and delete call.

    Attributes:
        getter: boto3's method that describes it.
        remover: boto3's method that deletes it.
        key: The parameter with its name.
        absent: How SageMaker says that there is none.
    """

    service = "sagemaker"
    tag_api = _TAGS
    getter: ClassVar[str]
    remover: ClassVar[str]
    key: ClassVar[str]
    absent: ClassVar[str] = _ABSENT

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"name": resource_id}

    def describe(self, aws: Aws, name: str) -> dict[str, Any] | None:
        """SageMaker's answer; None when there is no such thing."""
        return aws.find("sagemaker", self.getter, absent=self.absent, **{self.key: name})

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = self.describe(aws, resource_id)
        return self.props(found) if found else None

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Only tags change in place."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("sagemaker", self.remover, absent=self.absent, **{self.key: resource_id})


class Model(_Described):
    """A model; its id is its name."""

    type_name = "aws:sagemaker/model:Model"
    operation = "CreateModel"
    getter = "describe_model"
    remover = "delete_model"
    key = "ModelName"
    table = Table(
        rename={
            "name": "ModelName",
            "arn": "ModelArn",
            "primaryContainer.modelDataSource.s3DataSources": "S3DataSource",
            "containers.modelDataSource.s3DataSources": "S3DataSource",
            "primaryContainer.additionalModelDataSources.s3DataSources": "S3DataSource",
            "containers.additionalModelDataSources.s3DataSources": "S3DataSource",
        },
        replaces=frozenset(
            {
                "containers",
                "enableNetworkIsolation",
                "executionRoleArn",
                "inferenceExecutionConfig",
                "name",
                "primaryContainer",
                "vpcConfig",
            }
        ),
        meaning=Meaning(unordered=frozenset({"vpcConfig.subnets", "vpcConfig.securityGroupIds"})),
        name=AutoName(longest=63, prefix_property=None),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if ("primaryContainer" in inputs) == ("containers" in inputs):
            yield Failure("primaryContainer", "exactly one of primaryContainer and containers is needed")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        aws.retry(lambda: aws.call("sagemaker", "create_model", **request), on=_NOT_YET)
        return str(inputs["name"])


class EndpointConfiguration(_Described):
    """What an endpoint runs on; its id is its name. It never changes: another one takes its place."""

    type_name = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
    operation = "CreateEndpointConfig"
    getter = "describe_endpoint_config"
    remover = "delete_endpoint_config"
    key = "EndpointConfigName"
    table = Table(
        rename={
            "name": "EndpointConfigName",
            "arn": "EndpointConfigArn",
            "kmsKeyArn": "KmsKeyId",
            "productionVariants.routingConfigs": "RoutingConfig",
            "shadowProductionVariants.routingConfigs": "RoutingConfig",
            f"{_NOTIFICATION}.includeInferenceResponseIns": "IncludeInferenceResponseIn",
        },
        local=frozenset({"namePrefix"}),
        meaning=Meaning(
            computed=frozenset({"productionVariants.initialVariantWeight", "productionVariants.volumeSizeInGb"})
        ),
        replaces=frozenset(
            {
                "asyncInferenceConfig",
                "dataCaptureConfig",
                "executionRoleArn",
                "kmsKeyArn",
                "name",
                "namePrefix",
                "productionVariants",
                "shadowProductionVariants",
            }
        ),
        name=AutoName(longest=63),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        variants = inputs.get("productionVariants")
        for index, variant in enumerate(variants if isinstance(variants, list) else ()):
            if not isinstance(variant, dict):
                continue
            path = f"productionVariants[{index}]"
            if "variantName" not in variant:
                yield Failure(f"{path}.variantName", "is not given: a variant needs a name")
            if ("serverlessConfig" in variant) == ("instanceType" in variant):
                yield Failure(path, "needs either serverlessConfig or instanceType")

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """A variant on instances that names a model takes part in the traffic."""
        request = super().request(session, inputs)
        variants = request.get("ProductionVariants")
        for variant in variants if isinstance(variants, list) else ():
            if variant is not UNKNOWN and "ModelName" in variant:
                variant.setdefault("InitialVariantWeight", 1.0)
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("sagemaker", "create_endpoint_config", **self.request(aws.session, inputs))
        return str(inputs["name"])


class Endpoint(_Described):
    """An endpoint; its id is its name. Another configuration is rolled out in place."""

    type_name = "aws:sagemaker/endpoint:Endpoint"
    operation = "CreateEndpoint"
    getter = "describe_endpoint"
    remover = "delete_endpoint"
    key = "EndpointName"
    table = Table(
        rename={
            "name": "EndpointName",
            "arn": "EndpointArn",
            "deploymentConfig": "DeploymentConfig",
            "deploymentConfig.autoRollbackConfiguration": "AutoRollbackConfiguration",
        },
        unread=frozenset({"deploymentConfig"}),
        replaces=frozenset({"name"}),
        name=AutoName(longest=63, prefix_property=None),
        # A model of several GB takes most of half an hour to be served.
        timeouts=Timeouts(create=3600, update=3600, delete=1800),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("sagemaker", "create_endpoint", **self.request(aws.session, inputs))
        return str(inputs["name"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        self._wait_in_service(aws, resource_id)

    def _wait_in_service(self, aws: Aws, name: str) -> None:
        def in_service() -> bool:
            found = aws.call("sagemaker", "describe_endpoint", EndpointName=name)
            status = found["EndpointStatus"]
            if status in {"Failed", "OutOfService", "UpdateRollbackFailed"}:
                raise ProviderError(f"endpoint {name} is {status}: {found.get('FailureReason', 'no reason given')}")
            return bool(status == "InService")

        aws.wait(f"endpoint {name} being in service", in_service)

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Roll out, and say so when SageMaker rolled back."""
        if not change.any_of("endpointConfigName", "deploymentConfig"):
            return
        request = self.mapped(aws.session, change.new)
        aws.call("sagemaker", "update_endpoint", **request)
        self._wait_in_service(aws, resource_id)
        found = aws.call("sagemaker", "describe_endpoint", EndpointName=resource_id)
        wanted, actual = change.new["endpointConfigName"], found["EndpointConfigName"]
        if actual != wanted:
            reason = found.get("FailureReason", "no reason given")
            raise ProviderError(f"endpoint {resource_id} was rolled back to {actual} instead of {wanted}: {reason}")

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`; ends when it is gone, because its configuration and model go next."""
        super().delete(aws, resource_id, state)
        aws.wait(f"endpoint {resource_id} being deleted", lambda: self.describe(aws, resource_id) is None)


class ModelPackageGroup(_Described):
    """A group of the model registry; its id is its name. SageMaker deletes it only when no version is left in it."""

    type_name = "aws:sagemaker/modelPackageGroup:ModelPackageGroup"
    operation = "CreateModelPackageGroup"
    getter = "describe_model_package_group"
    remover = "delete_model_package_group"
    key = "ModelPackageGroupName"
    absent = "does not exist"
    table = Table(
        rename={"arn": "ModelPackageGroupArn"},
        replaces=frozenset({"modelPackageGroupName", "modelPackageGroupDescription"}),
    )

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"modelPackageGroupName": resource_id}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("sagemaker", "create_model_package_group", **self.request(aws.session, inputs))
        return str(inputs["modelPackageGroupName"])


RESOURCES = (Model, EndpointConfiguration, Endpoint, ModelPackageGroup)
