"""IAM on the wire: who is refused, how, and what policies decide."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

pytestmark = pytest.mark.server


class Caller:
    """A role's session, got through AssumeRole as anybody would."""

    def __init__(self, aws: Any, tools: Any, *statements: dict[str, Any]) -> None:
        self.aws = aws
        trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}
        name = aws.name("role")
        role = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=tools.document(trust))["Role"]
        self.role_arn = role["Arn"]
        if statements:
            aws.grant(self.role_arn, *statements)
        self.keys = aws.client("sts").assume_role(RoleArn=self.role_arn, RoleSessionName="me")["Credentials"]

    def client(self, service: str, region: str = "us-east-1") -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.aws.running.url,
            aws_access_key_id=self.keys["AccessKeyId"],
            aws_secret_access_key=self.keys["SecretAccessKey"],
            aws_session_token=self.keys["SessionToken"],
            config=Config(retries={"total_max_attempts": 1}),
        )


def refused(call: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_a_denial_has_the_form_of_each_protocol(aws: Any, tools: Any) -> None:
    caller = Caller(aws, tools)

    assert refused(caller.client("s3").list_buckets) == ("AccessDenied", 403)
    assert refused(caller.client("dynamodb").list_tables) == ("AccessDeniedException", 400)
    assert refused(caller.client("iam").list_users) == ("AccessDenied", 403)
    assert refused(caller.client("ec2").describe_vpcs) == ("UnauthorizedOperation", 403)
    assert refused(caller.client("lambda").list_functions) == ("AccessDeniedException", 403)
    assert refused(caller.client("cloudwatch").list_metrics)[0] == "AccessDeniedException"
    assert refused(caller.client("sagemaker").list_endpoints) == ("AccessDeniedException", 400)
    assert caller.client("sts").get_caller_identity()["Arn"].endswith("/me")


def test_table_and_item_actions_are_held_to_the_table(aws: Any, tools: Any) -> None:
    table = aws.name("table")
    aws.client("dynamodb").create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    caller = Caller(aws, tools, tools.allow("dynamodb:PutItem", aws.arn("dynamodb", f"table/{table}")))
    client = caller.client("dynamodb")

    client.put_item(TableName=table, Item={"id": {"S": "1"}})

    assert refused(lambda: client.get_item(TableName=table, Key={"id": {"S": "1"}}))[0] == "AccessDeniedException"
    assert refused(lambda: client.put_item(TableName="other", Item={}))[0] == "AccessDeniedException"
    write = [{"Put": {"TableName": table, "Item": {"id": {"S": "2"}}}}]
    client.transact_write_items(TransactItems=write)


def test_object_actions_are_held_to_the_prefix(aws: Any, tools: Any) -> None:
    bucket = aws.bucket()
    aws.client("s3").put_object(Bucket=bucket, Key="in/1", Body=b"x")
    caller = Caller(aws, tools, tools.allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::{bucket}/in/*"))
    client = caller.client("s3")

    assert client.get_object(Bucket=bucket, Key="in/1")["Body"].read() == b"x"
    keys = {"Objects": [{"Key": "in/1"}, {"Key": "in/9"}]}
    assert refused(lambda: client.delete_objects(Bucket=bucket, Delete=keys)) == ("AccessDenied", 403)
    assert client.head_object(Bucket=bucket, Key="in/1")["ContentLength"] == 1
    client.copy_object(Bucket=bucket, Key="in/2", CopySource={"Bucket": bucket, "Key": "in/1"})
    assert refused(lambda: client.get_object(Bucket=bucket, Key="out/1")) == ("AccessDenied", 403)
    assert refused(lambda: client.list_objects_v2(Bucket=bucket)) == ("AccessDenied", 403)
    assert refused(lambda: client.copy_object(Bucket=bucket, Key="in/3", CopySource=f"{bucket}/out/1"))[1] == 403
    assert refused(lambda: client.delete_object(Bucket=bucket, Key="in/1"))[1] == 403


def test_a_bucket_policy_grants_and_forbids(aws: Any, tools: Any) -> None:
    bucket = aws.bucket()
    aws.client("s3").put_object(Bucket=bucket, Key="k", Body=b"x")
    caller = Caller(aws, tools)
    arn = f"arn:aws:s3:::{bucket}/*"
    grant = {"Effect": "Allow", "Principal": {"AWS": caller.role_arn}, "Action": "s3:GetObject", "Resource": arn}
    tls_only = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}, "NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }
    forbid = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": arn}
    aws.client("s3").put_bucket_policy(Bucket=bucket, Policy=tools.document(grant, tls_only, forbid))

    assert caller.client("s3").get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    assert refused(lambda: aws.client("s3").delete_object(Bucket=bucket, Key="k")) == ("AccessDenied", 403)


def test_an_explicit_deny_beats_an_allow_and_a_managed_policy_counts(aws: Any, tools: Any) -> None:
    deny = {"Effect": "Deny", "Action": "sqs:CreateQueue", "Resource": "*"}
    caller = Caller(aws, tools, deny)
    policy = aws.client("iam").create_policy(
        PolicyName=aws.name("policy"), PolicyDocument=tools.document(tools.allow("sqs:*"))
    )["Policy"]["Arn"]
    aws.client("iam").attach_role_policy(RoleName=caller.role_arn.rsplit("/", 1)[-1], PolicyArn=policy)

    assert "ResponseMetadata" in caller.client("sqs").list_queues()
    assert refused(lambda: caller.client("sqs").create_queue(QueueName="q"))[0] == "AccessDeniedException"


def test_a_role_is_assumed_only_by_whom_it_trusts(aws: Any, tools: Any) -> None:
    caller = Caller(aws, tools, tools.allow("sts:AssumeRole"))
    other = aws.role(trust="lambda.amazonaws.com")

    def assume() -> Any:
        return caller.client("sts").assume_role(RoleArn=other, RoleSessionName="other")

    assert refused(assume) == ("AccessDenied", 403)


def test_unknown_and_missing_keys(aws: Any) -> None:
    def client(service: str) -> Any:
        keys = {"aws_access_key_id": "AKIANOBODY", "aws_secret_access_key": "x"}
        return boto3.client(service, region_name="us-east-1", endpoint_url=aws.running.url, **keys)

    assert refused(client("s3").list_buckets) == ("InvalidAccessKeyId", 403)
    assert refused(client("dynamodb").list_tables)[0] == "UnrecognizedClientException"
    assert refused(client("iam").list_users) == ("InvalidClientTokenId", 403)


def test_sagemaker_calls_are_checked_before_the_sandbox_answers_them(aws: Any, tools: Any) -> None:
    caller = Caller(aws, tools, tools.allow("sagemaker:InvokeEndpoint", aws.arn("sagemaker", "endpoint/mine")))
    client = caller.client("sagemaker-runtime")

    assert refused(lambda: client.invoke_endpoint(EndpointName="other", Body=b"x"))[0] == "AccessDeniedException"
    assert refused(lambda: client.invoke_endpoint(EndpointName="mine", Body=b"x"))[0] != "AccessDeniedException"


def test_a_condition_on_the_tags_of_a_sagemaker_resource_is_asked_of_the_resource(aws: Any, tools: Any) -> None:
    model, other = aws.name("model"), aws.name("model")
    for name, team in ((model, "a"), (other, "b")):
        tags = [{"Key": "Team", "Value": team}]
        aws.client("sagemaker").create_model(ModelName=name, PrimaryContainer={"Image": "i"}, Tags=tags)
    allowed = tools.allow("sagemaker:DescribeModel", aws.arn("sagemaker", "model/*"))
    client = Caller(aws, tools, {**allowed, "Condition": {"StringEquals": {"aws:ResourceTag/Team": "a"}}}).client(
        "sagemaker"
    )

    assert client.describe_model(ModelName=model)["ModelName"] == model
    assert refused(lambda: client.describe_model(ModelName=other))[0] == "AccessDeniedException"


def test_a_deleted_role_can_do_nothing_any_more(aws: Any, tools: Any) -> None:
    caller = Caller(aws, tools, tools.allow("sqs:ListQueues"))
    caller.client("sqs").list_queues()
    name = caller.role_arn.rsplit("/", 1)[-1]
    aws.client("iam").delete_role_policy(RoleName=name, PolicyName="p")
    aws.client("iam").delete_role(RoleName=name)

    assert refused(caller.client("sqs").list_queues)[0] == "UnrecognizedClientException"
