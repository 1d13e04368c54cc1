from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from advisor import costing
from advisor.costing.charges import Charge, Free
from advisor.costing.context import Context
from advisor.costing.free import FREE
from advisor.errors import NotKnownError
from advisor.spread import Spread
from advisor.usage.profile import Usage, parse_usage
from domain.pricing import HOURS_PER_MONTH
from domain.switching import SwitchRules
from tests.advisor.stack_files import (
    CONCURRENCY,
    CONFIGURATION,
    COPIES,
    DAY,
    ENDPOINT,
    INSTANCES,
    UNKNOWN_TEXT,
    realtime,
    resources,
    state,
    target,
    urn,
)

ROOT = Path(__file__).resolve().parents[2]
FUNCTION = "aws:lambda/function:Function"
CLOUD_CONTROL = "aws:cloudcontrol/resource:Resource"
SECONDS = HOURS_PER_MONTH * 3600


def charged(name: str, *states: dict[str, Any], usage: str = "") -> dict[str, Spread]:
    """Quantities by item of the resource of a name."""
    found = resources(*states)
    (one,) = (resource for resource in found if resource.name == name)
    context = Context(found, parse_usage(usage, "usage"), DAY)
    return {
        charge.item: charge.quantity
        for charge in costing.charges(one, context)
        if isinstance(charge, Charge) and not charge.quantity.is_nothing
    }


def why_free(name: str, *states: dict[str, Any]) -> str:
    found = resources(*states)
    (one,) = (resource for resource in found if resource.name == name)
    (free,) = costing.charges(one, Context(found, Usage(), DAY))
    assert isinstance(free, Free)
    return free.why


def test_every_type_that_the_components_make_is_priced_or_known_to_be_free() -> None:
    made = set()
    for path in (ROOT / "components").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                parts = ast.unparse(node.func).split(".")
                if len(parts) == 3 and parts[0] == "aws" and parts[2][0].isupper() and not parts[2].endswith("Args"):
                    made.add(f"aws:{parts[1].rstrip('_')}/{parts[2][0].lower()}{parts[2][1:]}:{parts[2]}")
    assert len(made) > 40
    assert made <= FREE.keys() | costing.PRICERS.keys()


def test_no_type_is_both_free_and_priced_and_every_module_is_registered() -> None:
    assert not FREE.keys() & costing.PRICERS.keys()
    files = {path.stem for path in (ROOT / "advisor" / "costing").glob("*.py") if "\nPRICERS" in path.read_text()}
    assert files - {"__init__"} == {module.__name__.rpartition(".")[2] for module in costing.MODULES}


def test_a_type_that_nobody_knows_is_not_free() -> None:
    with pytest.raises(NotKnownError, match="nothing here knows"):
        charged("nat", state("aws:ec2/natGateway:NatGateway", "nat"))


def test_an_endpoint_without_scaling_costs_its_instances_all_month() -> None:
    assert charged("realtime", *realtime(2))["sagemaker.hosting/ml.m5.large"] == Spread.exactly(1460)


def test_an_endpoint_with_scaling_costs_from_its_fewest_to_its_most_instances() -> None:
    scaling = target("endpoint/realtime-e1/variant/primary", 2, 6, INSTANCES)
    found = charged(
        "realtime", *realtime(2), scaling, usage="endpoint: {scaling_share: {low: 0, expected: 0.5, high: 1}}"
    )
    assert found["sagemaker.hosting/ml.m5.large"] == Spread(1460, 2920, 4380)


def test_names_that_are_not_known_yet_are_joined_by_where_they_come_from() -> None:
    configuration, endpoint = realtime(3)
    endpoint["inputs"]["endpointConfigName"] = endpoint["inputs"]["name"] = UNKNOWN_TEXT
    endpoint["propertyDependencies"] = {"endpointConfigName": [configuration["urn"]]}
    scaling = target(UNKNOWN_TEXT, 4, 4, INSTANCES)
    scaling["propertyDependencies"] = {"resourceId": [endpoint["urn"]]}
    assert charged("realtime", configuration, endpoint)["sagemaker.hosting/ml.m5.large"].expected == 2190
    found = charged("realtime", configuration, endpoint, scaling)
    assert found["sagemaker.hosting/ml.m5.large"].expected == 2920


def test_each_variant_and_each_shadow_of_it_is_billed_with_its_volumes() -> None:
    configuration, endpoint = realtime(1)
    configuration["inputs"]["productionVariants"].append(
        {"variantName": "b", "instanceType": "ml.g5.xlarge", "initialInstanceCount": 2, "volumeSizeInGb": 30}
    )
    configuration["inputs"]["shadowProductionVariants"] = [
        {"variantName": "s", "instanceType": "ml.c5.large", "initialInstanceCount": 1, "volumeSizeInGb": 0}
    ]
    found = charged("realtime", configuration, endpoint)
    assert found["sagemaker.hosting/ml.m5.large"].expected == 730
    assert found["sagemaker.hosting/ml.g5.xlarge"].expected == 1460
    assert found["sagemaker.hosting/ml.c5.large"].expected == 730
    assert found["sagemaker.storage/gp2"].expected == 60


def test_the_data_through_an_endpoint_is_requests_times_their_size() -> None:
    found = charged("realtime", *realtime(), usage="endpoint: {requests: 1048576, request_kb: 200, response_kb: 10}")
    assert found["sagemaker.data/in"].expected == pytest.approx(200)
    assert found["sagemaker.data/out"].expected == pytest.approx(10)


def test_an_endpoint_whose_configuration_is_elsewhere_or_unknown_is_not_priced() -> None:
    configuration, endpoint = realtime()
    with pytest.raises(NotKnownError, match="not in the stack"):
        charged("realtime", endpoint)
    configuration["inputs"]["productionVariants"] = UNKNOWN_TEXT
    with pytest.raises(NotKnownError, match="productionVariants is not known"):
        charged("realtime", configuration, endpoint)


def serverless(provisioned: int = 0) -> list[dict[str, Any]]:
    config = {"memorySizeInMb": 2048, "maxConcurrency": 20}
    if provisioned:
        config["provisionedConcurrency"] = provisioned
    variant = {"variantName": "primary", "serverlessConfig": config}
    return [
        state(CONFIGURATION, "config", {"name": "c1", "productionVariants": [variant]}),
        state(ENDPOINT, "serverless", {"name": "e1", "endpointConfigName": "c1"}),
    ]


SERVERLESS_USAGE = "serverless_endpoint: {requests: 50000, duration_ms: 2000, spillover_requests: 1000}"


def test_a_serverless_endpoint_costs_its_busy_gigabyte_seconds() -> None:
    found = charged("serverless", *serverless(), usage=SERVERLESS_USAGE)
    assert found["sagemaker.serverless/duration"].expected == 50_000 * 2 * 2
    assert "sagemaker.serverless/provisioned" not in found


def test_provisioned_concurrency_is_billed_by_the_second_and_what_it_serves_at_its_own_price() -> None:
    scaling = target("endpoint/e1/variant/primary", 2, 10, CONCURRENCY)
    found = charged("serverless", *serverless(2), scaling, usage=SERVERLESS_USAGE)
    assert found["sagemaker.serverless/provisioned"] == Spread(2 * 2 * SECONDS, 4 * 2 * SECONDS, 10 * 2 * SECONDS)
    assert found["sagemaker.serverless/provisioned-duration"].expected == 200_000
    assert found["sagemaker.serverless/duration"].expected == 1_000 * 2 * 2


def components(least: int = 0, most: int = 4, copies: int = 1) -> list[dict[str, Any]]:
    variant = {
        "variantName": "primary",
        "instanceType": "ml.m5.large",
        "initialInstanceCount": 1,
        "managedInstanceScaling": {"status": "ENABLED", "minInstanceCount": least, "maxInstanceCount": most},
    }
    desired = {"EndpointName": "e1", "InferenceComponentName": "ic", "RuntimeConfig": {"CopyCount": copies}}
    return [
        state(CONFIGURATION, "config", {"name": "c1", "productionVariants": [variant]}),
        state(ENDPOINT, "components", {"name": "e1", "endpointConfigName": "c1"}),
        state(
            CLOUD_CONTROL,
            "component",
            {"typeName": "AWS::SageMaker::InferenceComponent", "desiredState": json.dumps(desired)},
        ),
    ]


def test_inference_components_are_billed_by_the_instances_that_their_copies_need() -> None:
    def hours(*more: dict[str, Any]) -> Spread:
        return charged("components", *components(), *more)["sagemaker.hosting/ml.m5.large"] * (1 / 730)

    assert hours(target("inference-component/ic", 0, 9, COPIES)) == Spread(0, 1, 4)
    assert hours(target("inference-component/ic", 0, 3, COPIES)).high == 3
    assert hours(target("inference-component/ic", 2, 3, COPIES)).low == 1
    assert hours() == Spread.exactly(1)
    assert why_free("component", *components()) == "billed by the instances of its endpoint"


def test_components_that_are_not_known_yet_are_found_by_where_they_come_from() -> None:
    states = components()
    states[2]["inputs"]["desiredState"] = UNKNOWN_TEXT
    states[2]["propertyDependencies"] = {"desiredState": [states[1]["urn"]]}
    scaling = target(UNKNOWN_TEXT, 0, 2, COPIES)
    scaling["propertyDependencies"] = {"resourceId": [states[2]["urn"]]}
    assert charged("components", *states, scaling)["sagemaker.hosting/ml.m5.large"].high == 2 * 730
    with pytest.raises(NotKnownError, match="copies of component"):
        charged("components", *states)


def test_instances_without_any_component_are_between_their_bounds() -> None:
    found = charged("components", *components(least=1)[:2])["sagemaker.hosting/ml.m5.large"]
    assert (found.low, found.high) == (730, 4 * 730)


def test_an_asynchronous_endpoint_may_sleep() -> None:
    configuration, endpoint = realtime(1)
    configuration["inputs"]["asyncInferenceConfig"] = {"outputConfig": {}}
    scaling = target("endpoint/realtime-e1/variant/primary", 0, 2, INSTANCES)
    found = charged(
        "realtime", configuration, endpoint, scaling, usage="endpoint: {awake_share: {low: 0, expected: 0.5, high: 1}}"
    )
    assert found["sagemaker.hosting/ml.m5.large"] == Spread(0, 730, 1460)


def test_the_instances_of_an_endpoint_of_somebody_else_are_a_gap_and_not_free() -> None:
    """The capacity theme scales endpoints by name: what it adds is paid for, and its price is not known here."""
    theirs = target("endpoint/theirs/variant/v1", 2, 40, INSTANCES)
    with pytest.raises(NotKnownError, match="endpoint theirs is not in the stack"):
        charged("endpoint/theirs/variant/v1-capacity", theirs)
    ours = target("endpoint/realtime-e1/variant/primary", 1, 2, INSTANCES)
    assert charged("endpoint/realtime-e1/variant/primary-capacity", *realtime(1), ours) == {}


def function(name: str = "predict", **inputs: Any) -> dict[str, Any]:
    return state(FUNCTION, name, {"name": f"{name}-1", "memorySize": 512, "architectures": ["arm64"], **inputs})


FUNCTION_USAGE = (
    "function: {requests: 1000, duration_ms: 500, traced_share: 0.1, custom_metrics: 2, spillover_requests: 10}"
)


def test_a_function_is_billed_by_requests_and_gigabyte_seconds_of_its_architecture() -> None:
    found = charged("predict", function(tracingConfig={"mode": "Active"}), usage=FUNCTION_USAGE)
    assert found == {
        "lambda/requests": Spread.exactly(1000),
        "lambda/duration/arm64": Spread.exactly(250),
        "xray/trace": Spread.exactly(100),
        "cloudwatch/metric": Spread.exactly(2),
    }
    plain = charged("predict", state(FUNCTION, "predict"), usage=FUNCTION_USAGE)
    assert plain["lambda/duration/x86_64"] == Spread.exactly(1000 * 0.5 / 8)
    assert "xray/trace" not in plain


def test_the_look_of_a_switch_is_billed_by_the_metrics_that_it_reads() -> None:
    """GetMetricData costs by the metric: each minute 5 of each pattern."""
    rules = SwitchRules(order=("sagemaker_realtime", "lambda_on_demand")).to_json()
    look = function(environment={"variables": {"RULES": rules}})
    assert charged("predict", look, usage=FUNCTION_USAGE)["cloudwatch/metric-read"] == Spread.exactly(10_000)
    for other in ("{}", "[]", "everybody may", '{"order": 3}'):
        plain = function(environment={"variables": {"RULES": other}})
        assert "cloudwatch/metric-read" not in charged("predict", plain, usage=FUNCTION_USAGE)


def test_provisioned_concurrency_of_a_function_is_billed_with_its_memory() -> None:
    warm = state(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "warm",
        {"functionName": "predict-1", "qualifier": "live", "provisionedConcurrentExecutions": 3},
    )
    assert charged("warm", function(), warm) == {"lambda/provisioned/arm64": Spread.exactly(1.5 * SECONDS)}
    scaling = target("function:predict-1:live", 1, 5, "lambda:function:ProvisionedConcurrency")
    found = charged("warm", function(), warm, scaling)["lambda/provisioned/arm64"]
    assert (found.low, found.high) == (0.5 * SECONDS, 2.5 * SECONDS)
    served = charged("predict", function(), warm, usage=FUNCTION_USAGE)
    assert served["lambda/provisioned-duration/arm64"] == Spread.exactly(250)
    assert served["lambda/duration/arm64"] == Spread.exactly(2.5)
    assert served["lambda/requests"] == Spread.exactly(1010)
    with pytest.raises(NotKnownError, match="not in the stack"):
        charged("warm", warm)


LAMBDA_CONCURRENCY = "lambda:function:ProvisionedConcurrency"


@pytest.mark.parametrize("known", [True, False])
def test_what_only_a_scalable_target_keeps_warm_is_billed_too(known: bool) -> None:
    alias = state("aws:lambda/alias:Alias", "live", {"functionName": "predict-1", "name": "live"})
    scaling = target("function:predict-1:live", 0, 4, LAMBDA_CONCURRENCY)
    name = "function:predict-1:live-capacity"
    if not known:
        scaling["inputs"]["resourceId"] = UNKNOWN_TEXT
        scaling["propertyDependencies"] = {"resourceId": [alias["urn"], function()["urn"]]}
    found = charged(name, function(), alias, scaling)["lambda/provisioned/arm64"]
    assert found == Spread(0, 0.5 * SECONDS, 2 * SECONDS)
    served = charged("predict", function(), alias, scaling, usage=FUNCTION_USAGE)
    assert served["lambda/provisioned-duration/arm64"] == Spread.exactly(250)
    with pytest.raises(NotKnownError, match="not in the stack"):
        charged(name, alias, scaling)


def test_a_target_beside_declared_provisioned_concurrency_is_not_billed_twice_and_gives_it_its_bounds() -> None:
    warm = state(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        "warm",
        {"functionName": UNKNOWN_TEXT, "qualifier": UNKNOWN_TEXT, "provisionedConcurrentExecutions": 1},
        links={"functionName": [function()["urn"]]},
    )
    scaling = target("later", 1, 5, LAMBDA_CONCURRENCY, links={"resourceId": [function()["urn"]]})
    scaling["inputs"]["resourceId"] = UNKNOWN_TEXT
    late = function()
    late["inputs"]["name"] = UNKNOWN_TEXT
    assert charged("warm", late, warm, scaling)["lambda/provisioned/arm64"].high == 2.5 * SECONDS
    assert "billed with" in why_free("later-capacity", late, warm, scaling)
    second = target("other", 1, 9, LAMBDA_CONCURRENCY, links={"resourceId": [function()["urn"]]})
    second["inputs"]["resourceId"] = UNKNOWN_TEXT
    with pytest.raises(NotKnownError, match="2 scalable targets"):
        charged("warm", late, warm, scaling, second)


def test_target_tracking_is_billed_by_the_alarms_that_it_makes_and_other_policies_are_not() -> None:
    kind = "aws:appautoscaling/policy:Policy"
    tracking = state(kind, "tracking", {"policyType": "TargetTrackingScaling"})
    assert charged("tracking", tracking) == {"cloudwatch/alarm": Spread.exactly(2)}
    often = {"predefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"}
    fine = {"policyType": "TargetTrackingScaling"}
    fine |= {"targetTrackingScalingPolicyConfiguration": {"predefinedMetricSpecification": often}}
    assert charged("fine", state(kind, "fine", fine)) == {"cloudwatch/alarm-high-resolution": Spread.exactly(2)}
    assert "not billed" in why_free("steps", state(kind, "steps", {"policyType": "StepScaling"}))
    with pytest.raises(NotKnownError):
        charged("later", state(kind, "later", {"policyType": UNKNOWN_TEXT}))


def test_instances_without_a_volume_size_get_the_one_of_aws_unless_they_have_a_disk_of_their_own() -> None:
    configuration, endpoint = realtime(2)
    del configuration["inputs"]["productionVariants"][0]["volumeSizeInGb"]
    assert charged("realtime", configuration, endpoint)["sagemaker.storage/gp2"] == Spread(0, 60, 60)


def test_jobs_on_instances_that_nobody_knows_are_not_taken_for_no_jobs() -> None:
    model = state("aws:sagemaker/model:Model", "model", {"name": "m-1"})
    variables = {"MODEL_NAME": "m-1", "INSTANCE_TYPE": UNKNOWN_TEXT, "INSTANCE_COUNT": "2"}
    with pytest.raises(NotKnownError, match="on what submit runs its transform jobs"):
        charged("model", function("submit", environment={"variables": variables}), model)
    hidden = function("submit", environment={"variables": UNKNOWN_TEXT})
    assert why_free("model", hidden, model) == "a model is billed by what runs it"
    hidden["propertyDependencies"] = {"environment": [model["urn"]]}
    with pytest.raises(NotKnownError, match="whether submit starts transform jobs"):
        charged("model", hidden, model)


def test_a_function_whose_memory_or_architecture_is_not_known_is_not_priced() -> None:
    for unknown in ({"memorySize": UNKNOWN_TEXT}, {"architectures": UNKNOWN_TEXT}, {"architectures": ["riscv"]}):
        with pytest.raises(NotKnownError):
            charged("predict", function(**unknown))


def test_transform_jobs_are_the_models_on_the_instances_that_the_function_asks_for() -> None:
    variables = {"MODEL_NAME": "m-1", "INSTANCE_TYPE": "ml.m5.large", "INSTANCE_COUNT": "2"}
    submit = function("submit", environment={"variables": variables})
    model = state("aws:sagemaker/model:Model", "model", {"name": "m-1"})
    other = state("aws:sagemaker/model:Model", "other", {"name": "m-2"})
    usage = "transform_jobs: {job_hours: 5}"
    assert charged("model", submit, model, other, usage=usage) == {
        "sagemaker.transform/ml.m5.large": Spread.exactly(10)
    }
    assert why_free("other", submit, model, other) == "a model is billed by what runs it"
    variables["MODEL_NAME"] = UNKNOWN_TEXT
    submit["propertyDependencies"] = {"environment": [model["urn"]]}
    assert charged("model", submit, model, other, usage=usage) == {
        "sagemaker.transform/ml.m5.large": Spread.exactly(10)
    }


ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


@pytest.mark.parametrize(
    ("inputs", "item", "quantity"),
    [
        ({"period": 300}, "cloudwatch/alarm", Spread.exactly(1)),
        ({"period": 60}, "cloudwatch/alarm", Spread.exactly(1)),
        ({"period": 10}, "cloudwatch/alarm-high-resolution", Spread.exactly(1)),
        (
            {
                "metricQueries": [
                    {"id": "a", "metric": {"period": 60}},
                    {"id": "b", "metric": {"period": 60}},
                    {"id": "e", "expression": "a/b"},
                ]
            },
            "cloudwatch/alarm",
            Spread.exactly(2),
        ),
        (
            {
                "metricQueries": [
                    {"id": "a", "metric": {"period": 60}},
                    {"id": "e", "expression": "ANOMALY_DETECTION_BAND(a)"},
                ]
            },
            "cloudwatch/alarm",
            Spread.exactly(3),
        ),
        (
            {"metricQueries": [{"id": "a", "metric": {"period": 30}}]},
            "cloudwatch/alarm-high-resolution",
            Spread.exactly(1),
        ),
        ({"metricQueries": [{"id": "q", "expression": "SELECT AVG(x) FROM y"}]}, "cloudwatch/alarm", Spread(1, 1, 10)),
    ],
)
def test_an_alarm_is_billed_by_its_metrics_and_its_resolution(
    inputs: dict[str, Any], item: str, quantity: Spread
) -> None:
    assert charged("alarm", state(ALARM, "alarm", inputs)) == {item: quantity}


def test_a_log_group_keeps_what_comes_in_as_long_as_its_retention() -> None:
    def kept(**inputs: Any) -> float:
        group = state("aws:cloudwatch/logGroup:LogGroup", "logs", inputs)
        return charged("logs", group, usage="log_group: {ingest_gb: 1, stored_share: 1}")[
            "cloudwatch/logs-storage"
        ].high

    assert kept(retentionInDays=365) == pytest.approx(12)
    assert kept(retentionInDays=1) == pytest.approx(12 / 365)
    assert kept() == kept(retentionInDays=0) == kept(retentionInDays=365)
    infrequent = state("aws:cloudwatch/logGroup:LogGroup", "logs", {"logGroupClass": "INFREQUENT_ACCESS"})
    assert "cloudwatch/logs-ingest" not in charged("logs", infrequent)


def test_a_table_is_billed_with_its_indexes_backups_and_replicas() -> None:
    inputs = {
        "billingMode": "PAY_PER_REQUEST",
        "globalSecondaryIndexes": [{"name": "by-day"}],
        "pointInTimeRecovery": {"enabled": True},
    }
    usage = "table: {writes: 10, reads: 20, storage_gb: 3}"
    assert charged("t", state("aws:dynamodb/table:Table", "t", inputs), usage=usage) == {
        "dynamodb/write": Spread.exactly(20),
        "dynamodb/read": Spread.exactly(20),
        "dynamodb/storage": Spread.exactly(3),
        "dynamodb/pitr": Spread.exactly(3),
    }
    found = resources(state("aws:dynamodb/table:Table", "t", {**inputs, "replicas": [{"regionName": "us-west-2"}]}))
    regions = [one.region for one in costing.charges(found[0], Context(found, Usage(), DAY)) if isinstance(one, Charge)]
    assert regions == [None, None, None, None, "us-west-2", "us-west-2", None]
    with pytest.raises(NotKnownError, match="PAY_PER_REQUEST"):
        charged("t", state("aws:dynamodb/table:Table", "t"))


def test_a_key_costs_more_after_its_first_rotations_and_each_replica_is_a_key() -> None:
    def month(token: str, **inputs: Any) -> Spread:
        return charged("key", state(token, "key", inputs))["kms/key"]

    assert month("aws:kms/key:Key") == Spread(1, 1, 1)
    assert month("aws:kms/key:Key", enableKeyRotation=True) == Spread(1, 1, 3)
    assert month("aws:kms/key:Key", enableKeyRotation=UNKNOWN_TEXT) == Spread(1, 1, 3)
    assert month("aws:kms/replicaKey:ReplicaKey") == Spread(1, 1, 1)


def test_an_interface_endpoint_is_billed_in_each_zone_and_a_gateway_is_not() -> None:
    def hours(subnets: Any, links: dict[str, list[str]] | None = None) -> Spread:
        inputs = {"vpcEndpointType": "Interface", "subnetIds": subnets}
        return charged("e", state("aws:ec2/vpcEndpoint:VpcEndpoint", "e", inputs, links=links))[
            "vpc/interface-endpoint"
        ]

    assert hours([UNKNOWN_TEXT, UNKNOWN_TEXT]) == Spread.exactly(1460)
    linked = {
        "subnetIds": [
            urn("aws:ec2/subnet:Subnet", "a"),
            urn("aws:ec2/subnet:Subnet", "b"),
            urn("aws:ec2/subnet:Subnet", "c"),
        ]
    }
    assert hours(UNKNOWN_TEXT, linked) == Spread.exactly(2190)
    assert hours(UNKNOWN_TEXT) == Spread(730, 1460, 4380)
    assert "gateway" in why_free("e", state("aws:ec2/vpcEndpoint:VpcEndpoint", "e", {}))


def test_deliveries_by_mail_are_as_many_as_the_topics_messages_and_others_are_free_or_unknown() -> None:
    topic = state("aws:sns/topic:Topic", "alarms")
    token = "aws:sns/topicSubscription:TopicSubscription"
    links = {"topic": [topic["urn"]]}
    mail = state(token, "mail", {"protocol": "email", "topic": UNKNOWN_TEXT}, links=links)
    usage = "{topic: {publishes: 1}, overrides: [{match: alarms, topic: {publishes: 7}}]}"
    assert charged("mail", topic, mail, usage=usage) == {"sns/email": Spread.exactly(7)}
    assert charged("alarms", topic, usage=usage) == {"sns/publish": Spread.exactly(7)}
    assert "lambda" in why_free("hook", state(token, "hook", {"protocol": "lambda"}))
    with pytest.raises(NotKnownError, match="sms"):
        charged("text", state(token, "text", {"protocol": "sms"}))


def test_a_schedule_is_billed_by_its_firings_and_a_disabled_one_is_free() -> None:
    token = "aws:scheduler/schedule:Schedule"
    hourly = state(token, "s", {"scheduleExpression": "rate(1 hour)"})
    assert charged("s", hourly)["scheduler/invocation"].expected == pytest.approx(730)
    assert "disabled" in why_free("s", state(token, "s", {"scheduleExpression": "rate(1 hour)", "state": "DISABLED"}))


def test_a_state_machine_is_billed_by_transitions_unless_it_is_express() -> None:
    token = "aws:sfn/stateMachine:StateMachine"
    usage = "state_machine: {executions: 10, transitions: 30, traced_share: 0.5}"
    traced = state(token, "m", {"type": "STANDARD", "tracingConfiguration": {"enabled": True}})
    assert charged("m", traced, usage=usage) == {
        "states/transition": Spread.exactly(300),
        "xray/trace": Spread.exactly(5),
    }
    with pytest.raises(NotKnownError, match="EXPRESS"):
        charged("m", state(token, "m", {"type": "EXPRESS"}))


@pytest.mark.parametrize(
    ("token", "inputs", "items"),
    [
        ("aws:s3/bucket:Bucket", {}, {"s3/storage", "s3/put", "s3/get"}),
        ("aws:sqs/queue:Queue", {}, {"sqs/request"}),
        ("aws:sqs/queue:Queue", {"fifoQueue": True}, {"sqs/request-fifo"}),
        ("aws:cloudwatch/eventBus:EventBus", {}, {"events/event"}),
        ("aws:cloudwatch/dashboard:Dashboard", {}, {"cloudwatch/dashboard"}),
        ("aws:cloudwatch/compositeAlarm:CompositeAlarm", {}, {"cloudwatch/alarm-composite"}),
        ("aws:budgets/budget:Budget", {}, {"budgets/budget"}),
        (CLOUD_CONTROL, {"typeName": "AWS::FSx::S3AccessPointAttachment"}, {"s3/put", "s3/get"}),
    ],
)
def test_what_else_is_billed_by_usage(token: str, inputs: dict[str, Any], items: set[str]) -> None:
    assert charged("one", state(token, "one", inputs)).keys() == items


def test_a_type_of_cloud_control_that_nobody_knows_is_not_free() -> None:
    with pytest.raises(NotKnownError, match="AWS::EC2::Host"):
        charged("host", state(CLOUD_CONTROL, "host", {"typeName": "AWS::EC2::Host"}))
    broken = components()
    broken[2]["inputs"]["desiredState"] = "{"
    with pytest.raises(NotKnownError, match="is not JSON"):
        charged("components", *broken)


THROUGHPUT = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"


@pytest.mark.parametrize(
    ("model", "duration", "item"),
    [
        ("foundation-model/amazon.nova-2-lite-v1:0:256k", "OneMonth", "amazon.nova-2-lite-v1:0/OneMonth"),
        ("foundation-model/amazon.nova-lite-v1:0:300k", None, "amazon.nova-lite-v1:0/none"),
        ("custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl", "SixMonths", "amazon.nova-lite-v1:0/SixMonths"),
    ],
)
def test_model_units_are_billed_by_the_hour_at_the_price_of_model_and_commitment(
    model: str, duration: str | None, item: str
) -> None:
    given = {"modelArn": f"arn:aws:bedrock:us-east-1::{model}", "modelUnits": 3, "commitmentDuration": duration}
    stated = state(THROUGHPUT, "chat", {key: value for key, value in given.items() if value is not None})
    assert charged("chat", stated) == {f"bedrock.provisioned/{item}": Spread.exactly(3 * HOURS_PER_MONTH)}


def test_a_commitment_that_is_none_is_not_priced() -> None:
    given = {"modelArn": "amazon.nova-lite-v1:0:24k", "modelUnits": 1, "commitmentDuration": "NoCommitment"}
    with pytest.raises(NotKnownError, match="accepted: OneMonth, SixMonths, nothing"):
        charged("chat", state(THROUGHPUT, "chat", given))
