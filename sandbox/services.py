"""The services that the sandbox plays itself, in the order in which they are asked."""

from __future__ import annotations

from sandbox.apigateway.service import ApiGatewayService
from sandbox.bedrock.service import BedrockService
from sandbox.billing import billing_services
from sandbox.cloudwatch.dashboards import Dashboards
from sandbox.cloudwatch.metric_data import MetricData
from sandbox.codedeploy.service import CodeDeployService
from sandbox.context import SandboxContext
from sandbox.dynamodb.service import DynamoDbService
from sandbox.events.service import EventsService
from sandbox.events.storage import StorageEvents
from sandbox.faults import FaultBook
from sandbox.iam import Guard
from sandbox.metric_limits import MetricLimits
from sandbox.permissions import Permission
from sandbox.replication.service import ObjectReplication
from sandbox.resource_tags import tags_of
from sandbox.runtime.provisioned import ProvisionedConcurrency
from sandbox.runtime.service import LambdaService
from sandbox.sagemaker import SageMakerService
from sandbox.scaling.wiring import model_services
from sandbox.service import Service
from sandbox.stepfunctions import StatesService
from sandbox.streams.service import EventSourceMappings
from sandbox.sts.service import WebIdentities


def own_services(context: SandboxContext, guard: Guard, faults: FaultBook) -> list[Service]:
    """Every service of the sandbox, ready to answer."""
    functions = LambdaService(context, guard)
    provisioned = ProvisionedConcurrency()
    # Before the events: an admin call for a schedule is theirs to refuse when nobody else has one of that name.
    hosting = model_services(context, guard.role_trusts, provisioned)
    models = next(one for one in hosting if isinstance(one, SageMakerService))
    guard.tags_of = lambda arn: {**models.tags_of(arn), **tags_of(arn)}
    events = EventsService(context, guard, faults, functions)
    storage = StorageEvents(context)
    bedrock = BedrockService(context)
    guard.also_needed = lambda request: [Permission(*one) for one in bedrock.also_needed(request)]
    return [
        functions,
        EventSourceMappings(context, guard, functions),
        provisioned,
        *hosting,
        events,
        storage,
        ObjectReplication(context, guard),
        DynamoDbService(context),
        StatesService(guard),
        ApiGatewayService(context, guard),
        CodeDeployService(context, guard.role_trusts),
        bedrock,
        *billing_services(),
        WebIdentities(guard),
        MetricLimits(),
        MetricData(context),
        Dashboards(),
    ]
