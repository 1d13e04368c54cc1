"""What the theme registers: gateway, stage, throttle, plan, name, permission, functions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from components.prediction_api.access_log import FIELDS
from components.prediction_api.openapi import HEALTH
from components.settings.prediction_api import RolloutSettings
from domain.prediction.errors import ErrorCode
from tests.components.prediction_api.support import EVERYTHING, POOL, SIGNING_KEY, WEB_ACL, deployed
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack

API = "aws:apigateway/restApi:RestApi"
STAGE = "aws:apigateway/stage:Stage"
FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"


def document_of(stack: RecordedStack) -> Any:
    return stack.only(API).json("body")


def test_the_api_is_regional_compressed_and_reached_by_its_document(plain: RecordedStack) -> None:
    api = plain.only(API).inputs
    assert api["endpointConfiguration"] == {"types": "REGIONAL"}
    assert api["minimumCompressionSize"] == "1024"
    assert api["disableExecuteApiEndpoint"] is False
    assert "binaryMediaTypes" not in api
    front = plain.only(ALIAS, "front-live").state["invokeArn"]
    assert document_of(plain)["paths"]["/v1/predict"]["post"]["x-amazon-apigateway-integration"]["uri"] == front


@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_no_old_tls(project: Path, version: str) -> None:
    api = deployed(project, access={"minimum_tls": version}).only(API).inputs
    assert f"_1_{version[-1]}_" in api["securityPolicy"]
    assert api["endpointAccessMode"] == "STRICT"


def test_a_change_of_the_document_is_deployed(plain: RecordedStack, everything: RecordedStack) -> None:
    for stack in (plain, everything):
        digest = hashlib.sha256(stack.only(API).inputs["body"].encode()).hexdigest()
        assert stack.only("aws:apigateway/deployment:Deployment").inputs["triggers"] == {"body": digest}


def test_the_stage_logs_traces_and_does_not_cache(plain: RecordedStack) -> None:
    stage = plain.only(STAGE).inputs
    log = plain.only("aws:cloudwatch/logGroup:LogGroup", "access-log")
    assert stage["stageName"] == "live"
    assert stage["xrayTracingEnabled"] is True
    assert stage["accessLogSettings"]["destinationArn"] == log.state["arn"]
    assert json.loads(stage["accessLogSettings"]["format"]) == FIELDS
    assert log.inputs["name"].startswith("/inference-platform/staging/")
    settings = plain.only("aws:apigateway/methodSettings:MethodSettings").inputs
    assert settings["methodPath"] == "*/*"
    assert settings["settings"] == {
        "throttlingRateLimit": 50,
        "throttlingBurstLimit": 20,
        "metricsEnabled": True,
        "loggingLevel": "ERROR",
        "dataTraceEnabled": False,
        "cachingEnabled": False,
    }


def test_both_log_groups_are_ours_encrypted_and_not_for_ever(plain: RecordedStack) -> None:
    execution = plain.only("aws:cloudwatch/logGroup:LogGroup", "execution-log").inputs
    assert execution["name"] == f"API-Gateway-Execution-Logs_{plain.only(API).name}-0a1b2c3-id/live"
    for group in plain.all("aws:cloudwatch/logGroup:LogGroup"):
        assert group.inputs["kmsKeyId"]
        assert group.inputs["retentionInDays"] == 90


def test_the_log_holds_no_query_no_body_and_no_key() -> None:
    text = json.dumps(FIELDS)
    for secret in ("queryString", "requestOverride", 'apiKey"', 'identity.apiKey"', "authorizer.claims"):
        assert secret not in text
    assert "$context.requestId" in FIELDS.values()


def test_the_accounts_role_for_logs_stays_when_the_stack_goes(plain: RecordedStack, project: Path) -> None:
    account = plain.only("aws:apigateway/account:Account")
    assert account.retain_on_delete
    assert plain.only("aws:iam/role:Role", "log-role").retain_on_delete
    existing = deployed(project, account_log_role="existing")
    assert existing.all("aws:apigateway/account:Account") == []


def test_only_this_stage_may_call_the_alias(plain: RecordedStack) -> None:
    permission = plain.only("aws:lambda/permission:Permission").inputs
    api = f"{plain.only(API).name}-0a1b2c3"
    assert permission["principal"] == "apigateway.amazonaws.com"
    assert permission["qualifier"] == "live"
    assert permission["sourceArn"] == f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api}-id/live/*"


@pytest.mark.parametrize("authorization", ["iam", "cognito", "api-key"])
def test_it_is_never_open(project: Path, authorization: str) -> None:
    access = {"authorization": authorization, "user_pool_arns": [POOL] if authorization == "cognito" else []}
    stack = deployed(project, access=access)
    for path, methods in document_of(stack)["paths"].items():
        for operation in methods.values():
            assert operation["security"], path


def test_health_is_open_only_when_it_is_said(project: Path) -> None:
    stack = deployed(project, access={"open_health": True})
    paths = document_of(stack)["paths"]
    assert paths[HEALTH]["get"]["security"] == []
    assert paths["/v1/predict"]["post"]["security"] == [{"iam": []}]


def test_an_api_behind_endpoints_is_private_and_denies_the_rest(project: Path) -> None:
    stack = deployed(project, access={"vpc_endpoint_ids": ["vpce-0123456789abcdef0"]})
    endpoint = stack.only(API).inputs["endpointConfiguration"]
    assert "securityPolicy" not in stack.only(API).inputs, "a private API takes nothing older anyway"
    assert endpoint == {"types": "PRIVATE", "vpcEndpointIds": ["vpce-0123456789abcdef0"]}
    policy = document_of(stack)["x-amazon-apigateway-policy"]
    assert [one["Effect"] for one in policy["Statement"]] == ["Allow", "Deny"]


def test_a_key_belongs_to_a_plan_of_the_stage(everything: RecordedStack, plain: RecordedStack) -> None:
    plan = everything.only("aws:apigateway/usagePlan:UsagePlan").inputs
    assert plan["apiStages"][0]["stage"] == "live"
    assert plan["throttleSettings"] == {"rateLimit": 10, "burstLimit": 10}
    assert plan["quotaSettings"] == {"limit": 1000, "period": "DAY"}
    member = everything.only("aws:apigateway/usagePlanKey:UsagePlanKey").inputs
    assert member["keyId"] == f"{everything.only('aws:apigateway/apiKey:ApiKey').name}-0a1b2c3-id"
    assert plain.all("aws:apigateway/usagePlan:UsagePlan") == []


def test_a_key_alone_brings_its_plan(project: Path) -> None:
    stack = deployed(project, access={"authorization": "api-key"})
    assert len(stack.all("aws:apigateway/usagePlan:UsagePlan")) == 1


def test_the_value_of_the_key_is_no_output_and_no_input(everything: RecordedStack) -> None:
    assert "value" not in everything.only("aws:apigateway/apiKey:ApiKey").inputs


def test_a_name_of_ones_own_replaces_the_default_address(everything: RecordedStack) -> None:
    assert everything.only(API).inputs["disableExecuteApiEndpoint"] is True
    domain = everything.only("aws:apigateway/domainName:DomainName").inputs
    assert domain["securityPolicy"] == "TLS_1_2"
    assert domain["endpointConfiguration"] == {"types": "REGIONAL"}
    record = everything.only("aws:route53/record:Record").inputs
    assert record["aliases"][0]["zoneId"] == "Z1"
    published = json.loads(everything.only("aws:s3/bucketObjectv2:BucketObjectv2").inputs["content"])
    assert published["servers"] == [{"url": "https://predictions.example.com"}]


def test_without_a_zone_the_record_is_yours(project: Path) -> None:
    domain = {**EVERYTHING["domain"], "zone_id": None, "base_path": "ml"}
    stack = deployed(project, domain=domain)
    assert stack.all("aws:route53/record:Record") == []
    assert stack.only("aws:apigateway/basePathMapping:BasePathMapping").inputs["basePath"] == "ml"


def test_the_document_is_published_without_what_is_ours(plain: RecordedStack) -> None:
    published = plain.only("aws:s3/bucketObjectv2:BucketObjectv2").inputs
    assert published["key"] == "prediction_api/openapi.json"
    assert published["serverSideEncryption"] == "aws:kms"
    assert "arn:" not in published["content"]
    assert ErrorCode.INTERNAL not in published["content"]


def test_a_web_acl_sees_requests_first(everything: RecordedStack, plain: RecordedStack) -> None:
    association = everything.only("aws:wafv2/webAclAssociation:WebAclAssociation").inputs
    assert association["webAclArn"] == WEB_ACL
    assert association["resourceArn"] == everything.only(STAGE).state["arn"]
    assert plain.all("aws:wafv2/webAclAssociation:WebAclAssociation") == []


def test_two_functions_two_layers_and_room_of_their_own(everything: RecordedStack) -> None:
    front, worker = everything.only(FUNCTION, "front").inputs, everything.only(FUNCTION, "worker").inputs
    layers = {one.state["arn"] for one in everything.all("aws:lambda/layerVersion:LayerVersion")}
    for one in (front, worker):
        assert set(one["layers"]) == layers
        assert len(layers) == 2
        assert one["environment"]["variables"]["SIGNING_KEY_ARN"] == SIGNING_KEY
    assert front["timeout"] <= 29
    assert (front["reservedConcurrentExecutions"], worker["reservedConcurrentExecutions"]) == (25, 5)
    alias = everything.only(ALIAS, "worker-live").state["arn"]
    assert front["environment"]["variables"]["WORKER_FUNCTION"] == alias


def test_without_later_predictions_nothing_is_invoked_and_no_result_is_written(plain: RecordedStack) -> None:
    front = plain.only(FUNCTION)
    assert front.inputs["environment"]["variables"]["WORKER_FUNCTION"] == ""
    policy = plain.only("aws:iam/rolePolicy:RolePolicy", "front-access").json("policy")
    actions = [action for one in policy["Statement"] for action in _listed(one["Action"])]
    assert "lambda:InvokeFunction" not in actions
    assert "s3:PutObject" not in actions
    assert "kms:Verify" not in actions


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_provisioned_concurrency_is_of_the_alias_and_scaled(project: Path) -> None:
    stack = deployed(project, function={"provisioned_concurrency": 2, "max_provisioned_concurrency": 8})
    first = stack.only("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").inputs
    assert (first["qualifier"], first["provisionedConcurrentExecutions"]) == ("live", 2)
    target = stack.only("aws:appautoscaling/target:Target").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 8)
    assert target["resourceId"].endswith(":live")


def test_snap_start_and_a_fixed_split(project: Path) -> None:
    stack = deployed(project, function={"snap_start": True}, split={"version": "3", "weight": 0.25})
    assert stack.only(FUNCTION).inputs["snapStart"] == {"applyOn": "PublishedVersions"}
    alias = stack.only(ALIAS)
    assert alias.inputs["routingConfig"] == {"additionalVersionWeights": {"3": 0.25}}
    assert alias.ignore_changes == ()


def test_codedeploy_moves_the_alias_and_the_program_leaves_it_alone(everything: RecordedStack) -> None:
    alias = everything.only(ALIAS, "front-live")
    assert set(alias.ignore_changes) == {"functionVersion", "routingConfig"}
    assert everything.only(ALIAS, "worker-live").ignore_changes == ()
    group = everything.only("aws:codedeploy/deploymentGroup:DeploymentGroup").inputs
    assert group["alarmConfiguration"]["ignorePollAlarmFailure"] is False
    alarms = {one.state["name"] for one in everything.all("aws:cloudwatch/metricAlarm:MetricAlarm")}
    assert len(group["alarmConfiguration"]["alarms"]) == 3
    assert set(group["alarmConfiguration"]["alarms"]) <= alarms
    assert group["autoRollbackConfiguration"]["enabled"] is True
    assert "DEPLOYMENT_STOP_ON_ALARM" in group["autoRollbackConfiguration"]["events"]
    config = everything.only("aws:codedeploy/deploymentConfig:DeploymentConfig").inputs
    assert config["trafficRoutingConfig"] == {
        "type": "TimeBasedCanary",
        "timeBasedCanary": {"percentage": 10, "interval": 5},
    }


def test_codedeploy_may_move_this_alias_alone(everything: RecordedStack) -> None:
    policy = everything.only("aws:iam/rolePolicy:RolePolicy", "rollout-access").json("policy")
    moving = next(one for one in policy["Statement"] if one["Sid"] == "MoveTheAlias")
    front = everything.only(FUNCTION, "front").state["arn"]
    assert moving["Resource"] == [front, everything.only(ALIAS, "front-live").state["arn"]]
    assert "lambda:InvokeFunction" not in moving["Action"]


def test_linear_steps(project: Path) -> None:
    stack = deployed(project, rollout={"kind": "linear", "percent": 25, "interval_minutes": 2})
    config = stack.only("aws:codedeploy/deploymentConfig:DeploymentConfig").inputs["trafficRoutingConfig"]
    assert config == {"type": "TimeBasedLinear", "timeBasedLinear": {"percentage": 25, "interval": 2}}


def test_all_at_once_needs_no_codedeploy(plain: RecordedStack) -> None:
    from components.prediction_api.rollout import traffic

    assert plain.all("aws:codedeploy/application:Application") == []
    with pytest.raises(ValueError, match=r"settings.kind is 'all-at-once'; accepted: 'canary', 'linear'"):
        traffic(RolloutSettings())
