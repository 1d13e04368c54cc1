"""What the life of each type is tried with: its inputs, a change of them, and what must come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from components.foundation.reach import INTERFACES, INVOCATIONS, service_name
from sandbox.provider.assets import Archive, Asset
from sandbox.provider.values import Props

Make = Callable[[str, Props], tuple[str, Props]]
"""Creates a resource of a type from inputs: its id and state."""


def policy(action: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(service: str) -> str:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def code(text: str = "def handler(event, context):\n    return event\n") -> Archive:
    return Archive(assets={"app.py": Asset(text=text)})


@dataclass(frozen=True)
class Case:
    """One life. `needs` makes what the resource stands on and returns inputs from it.

    Attributes:
        kind: The type's token.
        inputs: What the program gives.
        change: What it gives beside that later; None for a type where every change replaces.
        outputs: Computed properties that must be there.
        import_id: The id that an import uses, from the state; None for the id itself.
        replaces: Whether `change` must be reported as a replacement (and is then not applied).
        stays: Whether the service keeps a default in place of what is deleted.
        not_imported: Inputs that AWS doesn't know, so that an import can't bring them back.
    """

    kind: str
    inputs: Props
    change: Props = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    needs: Callable[[Make], Props] | None = None
    import_id: Callable[[str, Props], str] | None = None
    replaces: bool = False
    stays: bool = False
    not_imported: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.kind.rsplit(":", 1)[-1]


def bucket(make: Make) -> Props:
    return {"bucket": make("aws:s3/bucket:Bucket", {"forceDestroy": True})[0]}


def two_buckets(make: Make) -> Props:
    target = bucket(make)["bucket"]
    principal = {"Service": "logging.s3.amazonaws.com"}
    statement = {
        "Effect": "Allow",
        "Action": "s3:PutObject",
        "Principal": principal,
        "Resource": f"arn:aws:s3:::{target}/*",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    make("aws:s3/bucketPolicy:BucketPolicy", {"bucket": target, "policy": document})
    return {**bucket(make), "targetBucket": target}


def role(make: Make, service: str = "lambda.amazonaws.com") -> str:
    return str(make("aws:iam/role:Role", {"assumeRolePolicy": trust(service)})[1]["arn"])


def role_name(make: Make) -> Props:
    return {"role": make("aws:iam/role:Role", {"assumeRolePolicy": trust("lambda.amazonaws.com")})[0]}


def attachment(make: Make) -> Props:
    return {**role_name(make), "policyArn": make("aws:iam/policy:Policy", {"policy": policy("s3:*")})[0]}


def function(make: Make) -> Props:
    inputs = {"code": code(), "handler": "app.handler", "runtime": "python3.13", "role": role(make), "publish": True}
    name, _ = make("aws:lambda/function:Function", inputs)
    return {"functionName": name}


def topic(make: Make) -> str:
    return str(make("aws:sns/topic:Topic", {})[0])


def queue(make: Make) -> Props:
    return make("aws:sqs/queue:Queue", {})[1]


def subscription(make: Make) -> Props:
    return {"topic": topic(make), "endpoint": queue(make)["arn"]}


def vpc(make: Make) -> Props:
    return {"vpcId": make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.9.0.0/16"})[0]}


def subnet(make: Make) -> Props:
    made = vpc(make)
    return {**made, "subnetId": make("aws:ec2/subnet:Subnet", {**made, "cidrBlock": "10.9.1.0/24"})[0]}


def association(make: Make) -> Props:
    made = subnet(make)
    return {
        "subnetId": made["subnetId"],
        "routeTableId": make("aws:ec2/routeTable:RouteTable", {"vpcId": made["vpcId"]})[0],
    }


def security_group(make: Make) -> Props:
    return {"securityGroupId": make("aws:ec2/securityGroup:SecurityGroup", vpc(make))[0]}


def rule(make: Make) -> Props:
    name, _ = make("aws:cloudwatch/eventRule:EventRule", {"eventPattern": json.dumps({"source": ["x"]})})
    return {"rule": name, "arn": queue(make)["arn"]}


def schedule(make: Make) -> Props:
    arn = queue(make)["arn"]
    return {"target": {"arn": arn, "roleArn": role(make, "scheduler.amazonaws.com"), "input": '{"a": 1}'}}


def scalable(make: Make) -> Props:
    endpoint, _ = make("aws:sagemaker/endpoint:Endpoint", components_config(make))
    return {
        "serviceNamespace": "sagemaker",
        "resourceId": f"endpoint/{endpoint}/variant/main",
        "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }


def scaled(make: Make) -> Props:
    made = scalable(make)
    make("aws:appautoscaling/target:Target", {**made, "minCapacity": 1, "maxCapacity": 4})
    return made


def model(make: Make) -> Props:
    container = {"image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/m:1", "modelDataUrl": "s3://b/model.tar.gz"}
    execution = role(make, "sagemaker.amazonaws.com")
    return {
        "modelName": make("aws:sagemaker/model:Model", {"executionRoleArn": execution, "primaryContainer": container})[
            0
        ]
    }


def variant(make: Make) -> Props:
    serverless = {"memorySizeInMb": 2048, "maxConcurrency": 5}
    return {"productionVariants": [{"variantName": "main", **model(make), "serverlessConfig": serverless}]}


def provisioned(make: Make) -> Props:
    made = function(make)
    make("aws:lambda/alias:Alias", {**made, "name": "live", "functionVersion": "1"})
    return {**made, "qualifier": "live"}


def scalable_function(make: Make) -> Props:
    made = provisioned(make)
    return {
        "serviceNamespace": "lambda",
        "resourceId": f"function:{made['functionName']}:{made['qualifier']}",
        "scalableDimension": "lambda:function:ProvisionedConcurrency",
    }


def scaled_function(make: Make) -> Props:
    made = scalable_function(make)
    make("aws:appautoscaling/target:Target", {**made, "minCapacity": 0, "maxCapacity": 2})
    return made


def monitored(make: Make) -> Props:
    tagged = json.dumps({"Tags": {"Key": "Project", "Values": ["ml"], "MatchOptions": ["EQUALS"]}})
    inputs = {"monitorType": "CUSTOM", "monitorSpecification": tagged}
    return {"monitorArnLists": [make("aws:costexplorer/anomalyMonitor:AnomalyMonitor", inputs)[0]]}


def components_config(make: Make) -> Props:
    """An endpoint for inference components: it holds no model itself."""
    scaling = {"status": "ENABLED", "minInstanceCount": 0, "maxInstanceCount": 2}
    on_instances = {"variantName": "main", "instanceType": "ml.m5.large", "initialInstanceCount": 1}
    inputs = {
        "executionRoleArn": role(make, "sagemaker.amazonaws.com"),
        "productionVariants": [
            {**on_instances, "managedInstanceScaling": scaling, "routingConfigs": [{"routingStrategy": "RANDOM"}]}
        ],
    }
    name, _ = make("aws:sagemaker/endpointConfiguration:EndpointConfiguration", inputs)
    return {"endpointConfigName": name}


def _compound(separator: str, *names: str) -> Callable[[str, Props], str]:
    return lambda _, state: separator.join(str(state[name]) for name in names)


_SCALED = ("serviceNamespace", "resourceId", "scalableDimension")
_STATES = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}

CASES = [
    Case(
        "aws:s3/bucket:Bucket",
        {"forceDestroy": True, "tags": {"a": "b"}},
        {"tags": {"a": "c", "d": "e"}},
        ("arn", "bucketRegionalDomainName"),
        not_imported=frozenset({"forceDestroy"}),
    ),
    Case(
        "aws:s3/bucketVersioning:BucketVersioning",
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
        needs=bucket,
        stays=True,
    ),
    Case(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "alias/a"},
                    "bucketKeyEnabled": True,
                }
            ]
        },
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        needs=bucket,
    ),
    Case(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        {"blockPublicAcls": True, "blockPublicPolicy": True},
        {"restrictPublicBuckets": True},
        needs=bucket,
    ),
    Case(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        {"rule": {"objectOwnership": "ObjectWriter"}},
        needs=bucket,
    ),
    Case(
        "aws:s3/bucketPolicy:BucketPolicy", {"policy": policy("s3:GetObject")}, {"policy": policy("s3:*")}, needs=bucket
    ),
    Case(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            "rules": [
                {
                    "id": "old",
                    "status": "Enabled",
                    "filter": {"prefix": "runs/"},
                    "expiration": {"days": 30},
                    "noncurrentVersionExpiration": {"noncurrentDays": 7},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 3},
                }
            ]
        },
        {"rules": [{"id": "old", "status": "Disabled", "expiration": {"days": 10}}]},
        needs=bucket,
    ),
    Case(
        "aws:s3/bucketNotification:BucketNotification",
        {"eventbridge": True},
        {"eventbridge": False},
        needs=bucket,
        stays=True,
    ),
    Case("aws:s3/bucketLogging:BucketLogging", {"targetPrefix": "log/"}, {"targetPrefix": "l/"}, needs=two_buckets),
    Case(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        {"key": "a/b.txt", "source": Asset(text="hello"), "contentType": "text/plain", "tags": {"a": "b"}},
        {"source": Asset(text="bye")},
        ("arn", "etag"),
        needs=bucket,
        not_imported=frozenset({"source", "forceDestroy"}),
    ),
    Case(
        "aws:kms/key:Key",
        {"description": "d", "enableKeyRotation": True, "deletionWindowInDays": 7, "tags": {"a": "b"}},
        {"description": "e", "enableKeyRotation": False},
        ("arn", "keyId", "policy"),
        not_imported=frozenset({"deletionWindowInDays"}),
    ),
    Case(
        "aws:kms/alias:Alias",
        {},
        outputs=("arn", "targetKeyArn", "name"),
        needs=lambda make: {"targetKeyId": make("aws:kms/key:Key", {})[0]},
    ),
    Case(
        "aws:iam/role:Role",
        {"assumeRolePolicy": trust("lambda.amazonaws.com"), "description": "d", "tags": {"a": "b"}},
        {"assumeRolePolicy": trust("states.amazonaws.com"), "description": "e", "tags": {}, "maxSessionDuration": 7200},
        ("arn", "uniqueId", "name"),
        not_imported=frozenset({"forceDetachPolicies"}),
    ),
    Case(
        "aws:iam/rolePolicy:RolePolicy", {"policy": policy("s3:*")}, {"policy": policy("s3:GetObject")}, needs=role_name
    ),
    Case(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {},
        {"policyArn": "arn:aws:iam::aws:policy/AmazonS3FullAccess"},
        needs=attachment,
        replaces=True,
    ),
    Case(
        "aws:iam/policy:Policy", {"policy": policy("s3:*"), "tags": {"a": "b"}}, {"policy": policy("s3:Get*")}, ("arn",)
    ),
    Case(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {"url": "https://idp.example.com", "clientIdLists": ["a"], "thumbprintLists": ["0" * 40], "tags": {"a": "b"}},
        {"thumbprintLists": ["1" * 40], "tags": {"c": "d"}},
        ("arn",),
    ),
    Case("aws:sns/topic:Topic", {"displayName": "x", "tags": {"a": "b"}}, {"displayName": "y"}, ("arn", "owner")),
    Case(
        "aws:sns/topicPolicy:TopicPolicy",
        {"policy": policy("sns:Publish")},
        {"policy": policy("sns:*")},
        needs=lambda make: {"arn": topic(make)},
        stays=True,
    ),
    Case(
        "aws:sns/topicSubscription:TopicSubscription",
        {"protocol": "sqs", "filterPolicy": json.dumps({"a": ["b"]})},
        {"filterPolicy": json.dumps({"a": ["c"]})},
        ("arn", "ownerId"),
        needs=subscription,
    ),
    Case(
        "aws:sqs/queue:Queue",
        {"visibilityTimeoutSeconds": 60, "tags": {"a": "b"}},
        {"visibilityTimeoutSeconds": 90, "messageRetentionSeconds": 86400, "tags": {"c": "d"}},
        ("arn", "url"),
    ),
    Case(
        "aws:sqs/queuePolicy:QueuePolicy",
        {"policy": policy("sqs:SendMessage")},
        {"policy": policy("sqs:*")},
        needs=lambda make: {"queueUrl": queue(make)["url"]},
    ),
    Case(
        "aws:lambda/function:Function",
        {
            "code": code(),
            "handler": "app.handler",
            "runtime": "python3.13",
            "architectures": ["arm64"],
            "environment": {"variables": {"A": "1"}},
            "tracingConfig": {"mode": "Active"},
            "publish": True,
            "reservedConcurrentExecutions": 5,
            "timeout": 30,
            "tags": {"a": "b"},
        },
        {
            "code": code("def handler(event, context):\n    return 1\n"),
            "timeout": 60,
            "environment": {"variables": {"B": "2"}},
        },
        ("arn", "qualifiedArn", "version", "invokeArn", "sourceCodeHash"),
        needs=lambda make: {"role": role(make)},
        not_imported=frozenset({"code", "publish", "skipDestroy"}),
    ),
    Case(
        "aws:lambda/alias:Alias",
        {"name": "live", "functionVersion": "1"},
        {"description": "d"},
        ("arn", "invokeArn"),
        needs=function,
        import_id=_compound("/", "functionName", "name"),
    ),
    Case(
        "aws:lambda/layerVersion:LayerVersion",
        {
            "layerName": "tools",
            "code": code(),
            "compatibleRuntimes": ["python3.13"],
            "compatibleArchitectures": ["arm64"],
        },
        {"code": code("x = 1\n")},
        ("arn", "layerArn", "version"),
        replaces=True,
        not_imported=frozenset({"code", "skipDestroy"}),
    ),
    Case(
        "aws:lambda/permission:Permission",
        {
            "action": "lambda:InvokeFunction",
            "principal": "events.amazonaws.com",
            "sourceArn": "arn:aws:events:us-east-1:123456789012:rule/r",
        },
        {"principal": "s3.amazonaws.com"},
        ("statementId",),
        needs=lambda make: {"function": function(make)["functionName"]},
        import_id=_compound("/", "function", "statementId"),
        replaces=True,
    ),
    Case(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        {"maximumRetryAttempts": 1},
        # No change: moto answers with the first of all configurations that were ever put.
        needs=function,
    ),
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        {"retentionInDays": 14, "tags": {"a": "b"}},
        {"retentionInDays": 30},
        ("arn",),
        not_imported=frozenset({"skipDestroy"}),
    ),
    Case(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "namespace": "AWS/Lambda",
            "metricName": "Errors",
            "dimensions": {"FunctionName": "f"},
            "statistic": "Sum",
            "period": 60,
            "evaluationPeriods": 1,
            "threshold": 1,
            "comparisonOperator": "GreaterThanOrEqualToThreshold",
            "alarmActions": ["arn:aws:sns:us-east-1:123456789012:t"],
            "treatMissingData": "notBreaching",
            "tags": {"a": "b"},
        },
        {"threshold": 2.5, "dimensions": {"FunctionName": "g"}},
        ("arn",),
    ),
    Case(
        "aws:cloudwatch/eventRule:EventRule",
        {"eventPattern": json.dumps({"source": ["aws.sagemaker"]}), "tags": {"a": "b"}},
        {"eventPattern": json.dumps({"source": ["aws.s3"]}), "state": "DISABLED"},
        ("arn",),
        not_imported=frozenset({"forceDestroy"}),
    ),
    Case(
        "aws:cloudwatch/eventTarget:EventTarget",
        {"retryPolicy": {"maximumRetryAttempts": 3, "maximumEventAgeInSeconds": 300}},
        {"input": '{"a": 1}'},
        ("targetId",),
        needs=rule,
        import_id=_compound("/", "rule", "targetId"),
        not_imported=frozenset({"forceDestroy"}),
    ),
    Case(
        "aws:scheduler/schedule:Schedule",
        {"scheduleExpression": "rate(5 minutes)", "flexibleTimeWindow": {"mode": "OFF"}},
        {"scheduleExpression": "rate(10 minutes)", "description": "d"},
        ("arn",),
        needs=schedule,
    ),
    Case(
        "aws:sfn/stateMachine:StateMachine",
        {"definition": json.dumps(_STATES), "tags": {"a": "b"}},
        {"definition": json.dumps({**_STATES, "Comment": "x"})},
        ("arn", "creationDate"),
        needs=lambda make: {"roleArn": role(make, "states.amazonaws.com")},
        not_imported=frozenset({"publish"}),
    ),
    Case(
        "aws:dynamodb/table:Table",
        {
            "hashKey": "task_id",
            "rangeKey": "execution_id",
            "attributes": [{"name": "task_id", "type": "S"}, {"name": "execution_id", "type": "S"}],
            "billingMode": "PAY_PER_REQUEST",
            "ttl": {"attributeName": "ttl", "enabled": True},
            "pointInTimeRecovery": {"enabled": True},
            "streamEnabled": True,
            "streamViewType": "NEW_AND_OLD_IMAGES",
            "serverSideEncryption": {"enabled": True},
            "tags": {"a": "b"},
        },
        {"pointInTimeRecovery": {"enabled": False}, "deletionProtectionEnabled": False, "tags": {}},
        ("arn", "streamArn"),
    ),
    Case(
        "aws:sagemaker/model:Model",
        {
            "primaryContainer": {"image": "i", "modelDataUrl": "s3://b/m.tar.gz", "environment": {"A": "1"}},
            "tags": {"a": "b"},
        },
        {"primaryContainer": {"image": "j"}},
        ("arn",),
        needs=lambda make: {"executionRoleArn": role(make, "sagemaker.amazonaws.com")},
        replaces=True,
    ),
    Case(
        "aws:sagemaker/modelPackageGroup:ModelPackageGroup",
        {"modelPackageGroupName": "digits", "modelPackageGroupDescription": "d", "tags": {"a": "b"}},
        {"tags": {"a": "c"}},
        ("arn",),
    ),
    Case(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        {"tags": {"a": "b"}},
        {"kmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/x"},
        ("arn",),
        needs=variant,
        replaces=True,
    ),
    Case(
        "aws:sagemaker/endpoint:Endpoint",
        {"tags": {"a": "b"}},
        {"tags": {"a": "c"}},
        ("arn", "name"),
        needs=components_config,
    ),
    Case(
        "aws:appautoscaling/target:Target",
        {"minCapacity": 1, "maxCapacity": 4},
        {"maxCapacity": 8},
        ("arn",),
        needs=scalable,
        import_id=_compound("/", *_SCALED),
    ),
    Case(
        "aws:appautoscaling/policy:Policy",
        {
            "policyType": "TargetTrackingScaling",
            "targetTrackingScalingPolicyConfiguration": {
                "targetValue": 70,
                "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
                "scaleInCooldown": 60,
            },
        },
        {
            "targetTrackingScalingPolicyConfiguration": {
                "targetValue": 50,
                "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            }
        },
        ("arn",),
        needs=scaled,
        import_id=_compound("/", *_SCALED, "name"),
    ),
    Case(
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        {
            "schedule": "cron(0 9 * * ? *)",
            "timezone": "Asia/Tokyo",
            "scalableTargetAction": {"minCapacity": 1, "maxCapacity": 2},
        },
        {"scalableTargetAction": {"minCapacity": 1, "maxCapacity": 1}},
        ("arn",),
        needs=scaled,
        import_id=_compound("/", *_SCALED, "name"),
    ),
    Case(
        "aws:ec2/vpc:Vpc",
        {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True, "tags": {"a": "b"}},
        {"enableDnsHostnames": False, "tags": {"a": "c"}},
        ("arn", "mainRouteTableId", "defaultSecurityGroupId"),
    ),
    Case(
        "aws:ec2/subnet:Subnet",
        {"cidrBlock": "10.9.2.0/24", "availabilityZone": "us-east-1a", "tags": {"a": "b"}},
        {"mapPublicIpOnLaunch": True},
        ("arn",),
        needs=vpc,
    ),
    Case("aws:ec2/routeTable:RouteTable", {"tags": {"a": "b"}}, {"tags": {}}, ("arn",), needs=vpc),
    Case(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        {},
        needs=association,
        import_id=_compound("/", "subnetId", "routeTableId"),
    ),
    Case(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"serviceName": "com.amazonaws.us-east-1.s3", "vpcEndpointType": "Gateway", "tags": {"a": "b"}},
        {"policy": policy("s3:*")},
        ("arn", "prefixListId"),
        needs=vpc,
    ),
    Case(
        "aws:ec2/securityGroup:SecurityGroup",
        {"description": "d", "tags": {"a": "b"}},
        {"tags": {"a": "c"}},
        ("arn",),
        needs=vpc,
        not_imported=frozenset({"revokeRulesOnDelete"}),
    ),
    Case(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "description": "d"},
        {"description": "e"},
        ("arn",),
        needs=security_group,
    ),
    Case(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        {"cidrIpv4": "0.0.0.0/0", "ipProtocol": "-1"},
        {"description": "e"},
        ("arn",),
        needs=security_group,
    ),
    Case(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        {"provisionedConcurrentExecutions": 2},
        {"provisionedConcurrentExecutions": 3},
        needs=provisioned,
        not_imported=frozenset({"skipDestroy"}),
    ),
    Case(
        "aws:budgets/budget:Budget",
        {
            "budgetType": "COST",
            "timeUnit": "MONTHLY",
            "limitAmount": "500",
            "limitUnit": "USD",
            "costTypes": {"includeCredit": False, "includeRefund": False},
            "costFilters": [{"name": "TagKeyValue", "values": ["user:Project$ml"]}],
            "notifications": [
                {
                    "comparisonOperator": "GREATER_THAN",
                    "notificationType": kind,
                    "threshold": percent,
                    "thresholdType": "PERCENTAGE",
                    "subscriberEmailAddresses": ["b@example.org", "a@example.org"],
                }
                for kind, percent in (("FORECASTED", 100), ("ACTUAL", 80))
            ],
            "tags": {"a": "b"},
        },
        {
            "limitAmount": "600.5",
            "costTypes": None,
            "costFilters": None,
            "notifications": [
                {
                    "comparisonOperator": "GREATER_THAN",
                    "notificationType": "ACTUAL",
                    "threshold": 90.5,
                    "thresholdType": "PERCENTAGE",
                    "subscriberSnsTopicArns": ["arn:aws:sns:us-east-1:123456789012:costs"],
                }
            ],
            "tags": {"c": "d"},
        },
        ("arn", "accountId", "timePeriodStart"),
    ),
    Case(
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        {"monitorType": "DIMENSIONAL", "monitorDimension": "SERVICE", "tags": {"a": "b"}},
        {"name": "services", "tags": {"a": "c"}},
        ("arn",),
    ),
    Case(
        "aws:costexplorer/anomalySubscription:AnomalySubscription",
        {
            "frequency": "DAILY",
            "subscribers": [{"type": "EMAIL", "address": f"{who}@example.org"} for who in ("b", "a")],
            "thresholdExpression": {
                "dimension": {
                    "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                    "values": ["20"],
                }
            },
            "tags": {"a": "b"},
        },
        {
            "frequency": "WEEKLY",
            "thresholdExpression": {
                "ands": [
                    {
                        "dimension": {
                            "key": f"ANOMALY_TOTAL_IMPACT_{unit}",
                            "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                            "values": [least],
                        }
                    }
                    for unit, least in (("ABSOLUTE", "20"), ("PERCENTAGE", "40"))
                ]
            },
        },
        ("arn", "accountId"),
        needs=monitored,
    ),
]

_QUERIES = [
    {"id": "rate", "expression": "errors / calls", "label": "Error rate", "returnData": True},
    {
        "id": "errors",
        "metric": {"namespace": "N", "metricName": "E", "period": 60, "stat": "Sum", "dimensions": {"A": "b"}},
    },
    {"id": "calls", "metric": {"namespace": "N", "metricName": "C", "period": 60, "stat": "Sum"}},
]
_ROLE = {"assumeRolePolicy": trust("lambda.amazonaws.com")}


def keys(make: Make) -> Props:
    return {"kmsKeyId": make("aws:kms/key:Key", {})[1]["arn"]}


def managed(make: Make) -> Props:
    arn = make("aws:iam/policy:Policy", {"policy": policy("s3:*")})[0]
    return {"managedPolicyArns": [arn], "permissionsBoundary": arn}


def interface(make: Make) -> Props:
    made = subnet(make)
    group = make("aws:ec2/securityGroup:SecurityGroup", {"vpcId": made["vpcId"]})[0]
    return {"vpcId": made["vpcId"], "subnetIds": [made["subnetId"]], "securityGroupIds": [group]}


MORE_CASES = [
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        {"retentionInDays": 3},
        {"retentionInDays": 0},
        needs=keys,
        not_imported=frozenset({"skipDestroy"}),
    ),
    Case(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "comparisonOperator": "GreaterThanThreshold",
            "evaluationPeriods": 2,
            "metricQueries": _QUERIES,
            "threshold": 0.1,
        },
        {"metricQueries": [{**_QUERIES[0], "label": "Share"}, *_QUERIES[1:]]},
    ),
    Case(
        "aws:iam/role:Role",
        {
            **_ROLE,
            "forceDetachPolicies": True,
            "inlinePolicies": [{"name": "a", "policy": policy("s3:*")}, {"name": "b", "policy": policy("s3:*")}],
        },
        {
            "managedPolicyArns": [],
            "permissionsBoundary": None,
            "inlinePolicies": [{"name": "b", "policy": policy("*")}],
        },
        needs=managed,
        not_imported=frozenset({"forceDetachPolicies", "inlinePolicies", "managedPolicyArns"}),
    ),
    Case(
        "aws:kms/key:Key",
        {"policy": policy("kms:*"), "enableKeyRotation": True, "rotationPeriodInDays": 90},
        {"policy": policy("kms:Decrypt"), "isEnabled": False, "rotationPeriodInDays": 180},
        not_imported=frozenset({"rotationPeriodInDays"}),  # moto doesn't answer with it
    ),
    Case("aws:kms/key:Key", {"isEnabled": False}, {"isEnabled": True, "enableKeyRotation": True}),
    Case(
        "aws:lambda/function:Function",
        {
            "code": code(),
            "handler": "app.handler",
            "runtime": "python3.13",
            "description": "d",
            "environment": {"variables": {"A": "1"}},
            "tracingConfig": {"mode": "Active"},
            "reservedConcurrentExecutions": 2,
        },
        {"description": None, "environment": None, "tracingConfig": None, "reservedConcurrentExecutions": -1},
        needs=lambda make: {"role": role(make)},
        not_imported=frozenset({"code", "publish", "skipDestroy"}),
    ),
    Case(
        "aws:dynamodb/table:Table",
        {"hashKey": "k", "attributes": [{"name": "k", "type": "S"}], "readCapacity": 1, "writeCapacity": 1},
        {
            "readCapacity": 2,
            "streamEnabled": True,
            "streamViewType": "KEYS_ONLY",  # encryption isn't changed here: moto's UpdateTable leaves it out
            "ttl": {"attributeName": "t", "enabled": True},
        },
    ),
    Case(
        "aws:dynamodb/table:Table",
        {
            "hashKey": "k",
            "attributes": [{"name": "k", "type": "S"}],
            "billingMode": "PAY_PER_REQUEST",
            "streamEnabled": True,
            "streamViewType": "KEYS_ONLY",
            "ttl": {"attributeName": "t", "enabled": True},
            "tableClass": "STANDARD",
        },
        {"streamEnabled": False, "streamViewType": None, "ttl": None, "tableClass": "STANDARD_INFREQUENT_ACCESS"},
        not_imported=frozenset({"tableClass"}),  # AWS says nothing of the standard class
    ),
    Case(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        {"key": "a", "contentBase64": "aGVsbG8="},
        {"contentBase64": None, "content": "hello", "tags": {"a": "b"}},
        needs=bucket,
        not_imported=frozenset({"contentBase64", "forceDestroy"}),
    ),
    Case(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"serviceName": "com.amazonaws.us-east-1.sqs", "vpcEndpointType": "Interface", "privateDnsEnabled": True},
        {"securityGroupIds": [], "policy": policy("sqs:*")},
        needs=interface,
    ),
    *(
        Case(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            {"serviceName": name, "vpcEndpointType": "Interface", "privateDnsEnabled": True},
            {"policy": policy("*:*")},
            needs=interface,
        )
        for name in (
            service_name("us-east-1", service) for service in sorted({*INTERFACES.values(), *INVOCATIONS.values()})
        )
    ),
    Case(
        "aws:ec2/subnet:Subnet",
        {"cidrBlock": "10.9.3.0/24", "mapPublicIpOnLaunch": True},
        {"mapPublicIpOnLaunch": False},
        needs=vpc,
    ),
    Case(
        "aws:cloudwatch/eventRule:EventRule",
        {"scheduleExpression": "rate(1 hour)", "isEnabled": False, "forceDestroy": True},
        {"isEnabled": True},
        not_imported=frozenset({"forceDestroy"}),
    ),
    Case(
        "aws:appautoscaling/policy:Policy",
        {
            "policyType": "StepScaling",
            "stepScalingPolicyConfiguration": {
                "adjustmentType": "ChangeInCapacity",
                "cooldown": 60,
                "metricAggregationType": "Maximum",
                "stepAdjustments": [{"scalingAdjustment": 1, "metricIntervalLowerBound": "0"}],
            },
        },
        needs=scaled,
        import_id=_compound("/", *_SCALED, "name"),
    ),
    Case(
        "aws:appautoscaling/target:Target",
        {"minCapacity": 0, "maxCapacity": 2, "suspendedState": {"scheduledScalingSuspended": True}},
        {"maxCapacity": 3, "suspendedState": {"scheduledScalingSuspended": False}},
        ("arn",),
        needs=scalable_function,
        import_id=_compound("/", *_SCALED),
    ),
    Case(
        "aws:appautoscaling/policy:Policy",
        {
            "policyType": "TargetTrackingScaling",
            "targetTrackingScalingPolicyConfiguration": {
                "targetValue": 0.7,
                "predefinedMetricSpecification": {"predefinedMetricType": "LambdaProvisionedConcurrencyUtilization"},
            },
        },
        needs=scaled_function,
        import_id=_compound("/", *_SCALED, "name"),
    ),
    Case(
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        {
            "schedule": "cron(0 9 ? * MON-FRI *)",
            "timezone": "Asia/Tokyo",
            "startTime": "2026-11-27T00:00:00Z",
            "endTime": "2027-11-27T00:00:00Z",
            "scalableTargetAction": {"minCapacity": "1", "maxCapacity": "2"},
        },
        {"endTime": None, "scalableTargetAction": {"minCapacity": "2", "maxCapacity": "2"}},
        needs=scaled_function,
        import_id=_compound("/", *_SCALED, "name"),
    ),
]
