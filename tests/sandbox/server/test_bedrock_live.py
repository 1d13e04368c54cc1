"""Bedrock over the wire: models, provisioned throughput, profiles, the runtime with its quotas, IAM and metrics."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.sandbox.server.conftest import ACCOUNT, REGION, Aws, Tools

LITE = "amazon.nova-lite-v1:0"
SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0"
ENDED = "anthropic.claude-3-haiku-20240307-v1:0"
LEGACY = "anthropic.claude-opus-4-1-20250805-v1:0"


def said(text: str = "Which pattern serves best?") -> list[dict[str, Any]]:
    return [{"role": "user", "content": [{"text": text}]}]


def converse(client: Any, model: str, max_tokens: int = 5, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.converse(
        modelId=model, messages=said(), inferenceConfig={"maxTokens": max_tokens}, **more
    )
    return answer


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def caller(aws: Aws, *statements: dict[str, Any]) -> Any:
    """A runtime client with a role's credentials."""
    role = aws.role(*statements, trust="lambda.amazonaws.com")
    iam_trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [iam_trust]})
    aws.client("iam").update_assume_role_policy(RoleName=role.rsplit("/", 1)[-1], PolicyDocument=policy)
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return boto3.client(
        "bedrock-runtime",
        region_name=REGION,
        endpoint_url=aws.running.url,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
        config=Config(retries={"total_max_attempts": 1}),
    )


def provisioned(aws: Aws, **more: Any) -> str:
    aws.admin.bedrock_quotas(model_units=1000)
    given = {"modelId": f"{LITE}:24k", "modelUnits": 1, "provisionedModelName": aws.name("p"), **more}
    return str(aws.client("bedrock").create_provisioned_model_throughput(**given)["provisionedModelArn"])


def test_an_answer_has_counted_tokens_and_is_the_same_for_the_same_request(aws: Aws) -> None:
    runtime = aws.client("bedrock-runtime")
    first, second = converse(runtime, LITE), converse(runtime, LITE)
    assert first["output"] == second["output"]
    assert first["usage"] == {"inputTokens": 5, "outputTokens": 5, "totalTokens": 10}
    assert first["stopReason"] == "max_tokens"
    assert first["serviceTier"] == {"type": "default"}
    counted = runtime.count_tokens(modelId=LITE, input={"converse": {"messages": said()}})
    assert counted["inputTokens"] == 5


def test_invoke_model_speaks_the_messages_api_of_anthropic(aws: Aws) -> None:
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 7, "messages": [{"role": "user", "content": "hi"}]}
    answer = aws.client("bedrock-runtime").invoke_model(modelId=f"us.{SONNET}", body=json.dumps(body))
    found = json.loads(answer["body"].read())
    assert found["usage"] == {"input_tokens": 1, "output_tokens": 7}
    assert found["stop_reason"] == "max_tokens"
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-output-token-count"] == "7"


@pytest.mark.parametrize(
    ("model", "error", "says"),
    [
        (SONNET, "ValidationException", "inference profile"),
        (ENDED, "ResourceNotFoundException", "end of its life"),
        ("nobody.nothing-v1:0", "ValidationException", "identifier is invalid"),
        ("amazon.titan-embed-text-v2:0", "ValidationException", "text or chat model"),
        (f"eu.{SONNET}", "ValidationException", "identifier is invalid"),
        (f"arn:aws:bedrock:{REGION}:{ACCOUNT}:provisioned-model/aaaaaaaaaaaa", "ResourceNotFoundException", "find"),
    ],
)
def test_what_cannot_be_called_is_refused(aws: Aws, model: str, error: str, says: str) -> None:
    with pytest.raises(ClientError, match=says) as refused:
        converse(aws.client("bedrock-runtime"), model)
    assert code(refused) == error


def test_a_model_unit_is_bought_only_where_aws_sells_it(aws: Aws) -> None:
    bedrock = aws.client("bedrock")
    aws.admin.bedrock_quotas(model_units=0)
    given = {"modelId": f"{LITE}:24k", "modelUnits": 1, "provisionedModelName": aws.name("p")}
    with pytest.raises(ClientError) as refused:
        bedrock.create_provisioned_model_throughput(**given)
    assert code(refused) == "ServiceQuotaExceededException"
    aws.admin.bedrock_quotas(model_units=1000)
    for model, says in ((LEGACY, "Legacy"), (LITE, "sold is"), (ENDED, "invalid")):
        with pytest.raises(ClientError, match=says):
            bedrock.create_provisioned_model_throughput(**{**given, "modelId": model})
    with pytest.raises(ClientError, match="commitmentDuration"):
        bedrock.create_provisioned_model_throughput(**given, commitmentDuration="NoCommitment")


def test_a_provisioned_model_lives_and_a_commitment_is_kept(aws: Aws, tools: Tools) -> None:
    bedrock, arn = aws.client("bedrock"), provisioned(aws)
    with pytest.raises(ClientError) as early:
        converse(aws.client("bedrock-runtime"), arn)
    assert code(early) == "ModelNotReadyException"
    read = bedrock.get_provisioned_model_throughput
    tools.eventually(lambda: read(provisionedModelId=arn)["status"] == "InService", "in service")
    assert converse(aws.client("bedrock-runtime"), arn)["usage"]["outputTokens"] == 5
    name = aws.name("q")
    bedrock.update_provisioned_model_throughput(provisionedModelId=arn, desiredProvisionedModelName=name)
    listed = bedrock.list_provisioned_model_throughputs(nameContains=name)["provisionedModelSummaries"]
    assert [one["provisionedModelArn"] for one in listed] == [arn]
    bedrock.delete_provisioned_model_throughput(provisionedModelId=arn)
    with pytest.raises(ClientError, match="Could not find"):
        read(provisionedModelId=arn)
    committed = provisioned(aws, commitmentDuration="OneMonth")
    with pytest.raises(ClientError, match="commitment term") as kept:
        bedrock.delete_provisioned_model_throughput(provisionedModelId=committed)
    assert code(kept) == "ConflictException"


def test_an_application_profile_routes_where_its_source_does(aws: Aws) -> None:
    bedrock = aws.client("bedrock")
    source = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/us.{SONNET}"
    name = aws.name("app")
    made = bedrock.create_inference_profile(inferenceProfileName=name, modelSource={"copyFrom": source})
    found = bedrock.get_inference_profile(inferenceProfileIdentifier=made["inferenceProfileArn"])
    assert found["type"] == "APPLICATION"
    assert {one["modelArn"].split(":")[3] for one in found["models"]} == {"us-east-1", "us-east-2", "us-west-2"}
    assert converse(aws.client("bedrock-runtime"), made["inferenceProfileArn"])["usage"]["outputTokens"] == 5
    with pytest.raises(ClientError, match="exists already"):
        bedrock.create_inference_profile(inferenceProfileName=name, modelSource={"copyFrom": source})
    bedrock.delete_inference_profile(inferenceProfileIdentifier=made["inferenceProfileArn"])
    own = bedrock.list_inference_profiles(typeEquals="APPLICATION")["inferenceProfileSummaries"]
    assert name not in {one["inferenceProfileName"] for one in own}


def test_a_profile_needs_permission_for_itself_and_for_the_models_behind_it(aws: Aws, tools: Tools) -> None:
    profile = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/us.{SONNET}"
    models = f"arn:aws:bedrock:*::foundation-model/{SONNET}"
    only_profile = caller(aws, tools.allow("bedrock:InvokeModel", profile))
    with pytest.raises(ClientError, match="foundation-model") as refused:
        converse(only_profile, f"us.{SONNET}")
    assert code(refused) == "AccessDeniedException"
    both = caller(aws, tools.allow("bedrock:InvokeModel", [profile, models]))
    assert converse(both, f"us.{SONNET}")["usage"]["outputTokens"] == 5
    with pytest.raises(ClientError, match="is not authorized"):
        converse(both, LITE)
    made = aws.client("bedrock").create_inference_profile(
        inferenceProfileName=aws.name("app"), modelSource={"copyFrom": profile}
    )["inferenceProfileArn"]
    with pytest.raises(ClientError, match="foundation-model"):
        converse(caller(aws, tools.allow("bedrock:InvokeModel", made)), made)
    assert converse(caller(aws, tools.allow("bedrock:InvokeModel", [made, models])), made)


def test_quotas_throttle_and_are_counted(aws: Aws, tools: Tools) -> None:
    runtime, model = aws.client("bedrock-runtime"), "amazon.nova-micro-v1:0"
    aws.admin.bedrock_quotas(model=model, requests_per_minute=2)
    converse(runtime, model)
    converse(runtime, model)
    with pytest.raises(ClientError, match="Too many requests") as refused:
        converse(runtime, model)
    assert code(refused) == "ThrottlingException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    aws.admin.bedrock_quotas(model=model, tokens_per_minute=100)
    with pytest.raises(ClientError, match="Too many tokens"):
        converse(runtime, model, max_tokens=200)
    aws.admin.bedrock_quotas(model=model)
    cloudwatch = aws.client("cloudwatch")
    names = {"Invocations", "InvocationLatency", "InputTokenCount", "OutputTokenCount", "InvocationThrottles"}
    dimensions = [{"Name": "ModelId", "Value": model}]

    def listed() -> bool:
        found = cloudwatch.list_metrics(Namespace="AWS/Bedrock", Dimensions=dimensions)["Metrics"]
        return {one["MetricName"] for one in found} == names

    assert tools.eventually(listed, "metrics of the model")


def test_faults_hit_bedrock_as_any_service(aws: Aws) -> None:
    aws.admin.add_fault(kind="throttle", service="bedrock", count=1)
    with pytest.raises(ClientError) as refused:
        converse(aws.client("bedrock-runtime"), LITE)
    assert code(refused) == "ThrottlingException"


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("quotas", {"units": 1}, "unknown member units"),
        ("quotas", {"requests_per_minute": 3}, "model is missing"),
        ("quotas", {"model": LITE, "tokens_per_minute": -1}, "accepted: an integer >= 0"),
        ("pace", {"first_token_s": "long"}, "accepted: 0 to 60 seconds"),
        ("pace", {"speed": 1}, "unknown member speed"),
    ],
)
def test_admin_calls_say_what_is_wrong(aws: Aws, path: str, body: dict[str, Any], says: str) -> None:
    with pytest.raises(Exception, match=says):
        aws.admin._call("POST", f"bedrock/{path}", body)
