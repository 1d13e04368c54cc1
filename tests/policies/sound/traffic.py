"""Sound stacks that keep a service up: tables in several Regions, failover by DNS, schedules and events."""

from __future__ import annotations

import json

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.sound.build import ACCOUNT, KEY, REGION, TAGS, TOPIC, arn, ref, thing

THERE = ref("key-there", f"arn:aws:kms:eu-west-2:{ACCOUNT}:key/1f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a")
ENCRYPTED = {"enabled": True, "kmsKeyArn": KEY}
ZONE = ref("zone", "Z0123456789ABCDEFGHIJ")
CHECKED = ref("api-check", "0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a")
ROLE = arn("iam", "role/scheduler", "scheduler")
FUNCTION = arn("lambda", "function:stop", "stop")
LOST = arn("sqs", "lost")

GLOBAL_TABLES = [
    thing(
        "dynamodb/table",
        "sessions",
        name="inference-sessions",
        billingMode="PAY_PER_REQUEST",
        hashKey="user",
        rangeKey="made",
        streamEnabled=True,
        streamViewType="NEW_AND_OLD_IMAGES",
        serverSideEncryption=ENCRYPTED,
        attributes=[{"name": name, "type": "S"} for name in ("user", "made", "state", "model")],
        localSecondaryIndexes=[{"name": "by-state", "rangeKey": "state", "projectionType": "ALL"}],
        globalSecondaryIndexes=[
            {
                "name": "by-model",
                "hashKey": "model",
                "rangeKey": "made",
                "projectionType": "INCLUDE",
                "nonKeyAttributes": ["cost", "region"],
            },
        ],
        replicas=[{"regionName": "eu-west-2", "kmsKeyArn": THERE, "pointInTimeRecovery": True, "propagateTags": True}],
        ttl={"attributeName": "expires", "enabled": True},
        pointInTimeRecovery={"enabled": True},
        tags=TAGS,
    ),
    thing(
        "dynamodb/table",
        "locks",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        serverSideEncryption={"enabled": True},
        attributes=[{"name": "id", "type": "S"}],
        deletionProtectionEnabled=True,
        tableClass="STANDARD",
        replicas=[{"regionName": region, "consistencyMode": "STRONG"} for region in ("eu-west-2", "eu-central-1")],
        pointInTimeRecovery={"enabled": True},
        tags=TAGS,
    ),
    thing(
        "dynamodb/table",
        "leases",
        billingMode="PAY_PER_REQUEST",
        hashKey="id",
        serverSideEncryption={"enabled": True},
        attributes=[{"name": "id", "type": "S"}],
        globalTableWitness={"regionName": "eu-west-3"},
        replicas=[{"regionName": "eu-west-2", "consistencyMode": "STRONG"}],
        ttl={"enabled": False},
        tags=TAGS,
    ),
    thing(
        "dynamodb/table",
        "orders",
        hashKey="id",
        rangeKey="line",
        readCapacity=5.0,
        writeCapacity=5.0,
        attributes=[{"name": "id", "type": "B"}, {"name": "line", "type": "N"}],
        serverSideEncryption={"enabled": True},
        streamEnabled=True,
        streamViewType="NEW_AND_OLD_IMAGES",
        tags=TAGS,
    ),
    thing(
        "dynamodb/tableReplica",
        "orders-there",
        globalTableArn=arn("dynamodb", "table/orders"),
        region="eu-west-2",
        pointInTimeRecovery=True,
        tags=TAGS,
    ),
]


def record(name: str, **more: Plain) -> Subject:
    return thing("route53/record", name, zoneId=ZONE, name="api.example.com", type="A", **more)


def balancer(name: str) -> dict[str, Plain]:
    return {
        "name": ref(name, f"{name}.eu-west-1.elb.amazonaws.com"),
        "zoneId": ref(name, "Z32O12XQLNTSW2"),
        "evaluateTargetHealth": True,
    }


FAILOVER = [
    thing(
        "route53/healthCheck",
        "api-check",
        type="HTTPS",
        fqdn="eu.api.example.com",
        port=443.0,
        resourcePath="/health",
        requestInterval=10.0,
        failureThreshold=3.0,
        measureLatency=True,
        enableSni=True,
        tags=TAGS,
        regions=["eu-west-1", "us-east-1", "ap-southeast-1"],
    ),
    thing(
        "route53/healthCheck",
        "page-check",
        type="HTTP_STR_MATCH",
        ipAddress="192.0.2.1",
        searchString="ok",
        requestInterval=30.0,
        failureThreshold=1.0,
        invertHealthcheck=False,
        tags=TAGS,
    ),
    thing(
        "route53/healthCheck",
        "both",
        type="CALCULATED",
        childHealthThreshold=1.0,
        tags=TAGS,
        childHealthchecks=[CHECKED, ref("page-check", "1f6a2b9e")],
    ),
    thing(
        "route53/healthCheck",
        "alarmed",
        type="CLOUDWATCH_METRIC",
        cloudwatchAlarmName=ref("errors"),
        cloudwatchAlarmRegion=REGION,
        insufficientDataHealthStatus="Healthy",
        tags=TAGS,
    ),
    thing(
        "cloudwatch/metricAlarm",
        "errors",
        name=ref("errors"),
        namespace="AWS/ApplicationELB",
        statistic="Sum",
        metricName="HTTPCode_ELB_5XX_Count",
        period=60.0,
        evaluationPeriods=2.0,
        threshold=10.0,
        alarmActions=[TOPIC],
        comparisonOperator="GreaterThanThreshold",
        treatMissingData="notBreaching",
        tags=TAGS,
        dimensions={"LoadBalancer": "app/api/0123456789abcdef"},
    ),
    record("primary", aliases=[balancer("here")], setIdentifier="here", failoverRoutingPolicies=[{"type": "PRIMARY"}]),
    record(
        "secondary",
        aliases=[{**balancer("there"), "evaluateTargetHealth": False}],
        setIdentifier="there",
        failoverRoutingPolicies=[{"type": "SECONDARY"}],
    ),
    thing(
        "route53/record",
        "site",
        zoneId=ZONE,
        name="example.com",
        type="A",
        setIdentifier="site",
        healthCheckId=CHECKED,
        failoverRoutingPolicies=[{"type": "PRIMARY"}],
        aliases=[{"name": "d111111abcdef8.cloudfront.net", "zoneId": "Z2FDTNDATAQYW2", "evaluateTargetHealth": False}],
    ),
    thing(
        "route53/record",
        "site-down",
        zoneId=ZONE,
        name="example.com",
        type="A",
        setIdentifier="down",
        records=["192.0.2.9"],
        ttl=60.0,
        failoverRoutingPolicies=[{"type": "SECONDARY"}],
    ),
    thing(
        "route53/record",
        "canary",
        zoneId=ZONE,
        name="next.example.com",
        type="CNAME",
        records=["a.example.com"],
        ttl=0.0,
        weightedRoutingPolicies=[{"weight": 0.0}],
        setIdentifier="canary",
    ),
    thing(
        "route53/record",
        "near",
        zoneId=ZONE,
        name="near.example.com",
        type="AAAA",
        records=["2001:db8::1"],
        ttl=300.0,
        geolocationRoutingPolicies=[{"country": "*"}],
        setIdentifier="anywhere",
    ),
    thing(
        "route53/record",
        "certificate",
        zoneId=ZONE,
        name=ref("certificate", "_a.example.com"),
        type=ref("certificate", "CNAME"),
        records=[ref("certificate", "_b.acm-validations.aws")],
        ttl=60.0,
        allowOverwrite=True,
    ),
]


def schedule(name: str, expression: str, **target: Plain) -> Subject:
    return thing(
        "scheduler/schedule",
        name,
        name=name,
        groupName="default",
        scheduleExpression=expression,
        scheduleExpressionTimezone="Asia/Tokyo",
        flexibleTimeWindow={"mode": "OFF"},
        state="ENABLED",
        target={"roleArn": ROLE, **target},
    )


PATTERN = {
    "source": ["aws.sagemaker"],
    "detail-type": ["SageMaker Endpoint State Change"],
    "detail": {
        "EndpointStatus": ["FAILED", {"prefix": "ROLLBACK"}],
        "EndpointName": [{"anything-but": {"prefix": "dev-"}}],
        "FailureReason": [{"exists": True}],
    },
}
CLOCK = [
    schedule(
        "stop-endpoints",
        "cron(0 20 ? * MON-FRI *)",
        arn=FUNCTION,
        input=json.dumps({"action": "stop"}),
        deadLetterConfig={"arn": LOST},
        retryPolicy={"maximumRetryAttempts": 3.0, "maximumEventAgeInSeconds": 3600.0},
    ),
    schedule("start-endpoints", "cron(30 7 ? * 2-6 *)", arn=FUNCTION),
    schedule(
        "notebooks",
        "rate(1 hours)",
        arn="arn:aws:scheduler:::aws-sdk:sagemaker:stopNotebookInstance",
        input=json.dumps({"NotebookInstanceName": "lab"}),
    ),
    schedule(
        "once",
        "at(2027-01-31T09:00:00)",
        arn=arn("sqs", "jobs.fifo", "jobs"),
        input="plain text",
        sqsParameters={"messageGroupId": "once"},
    ),
    schedule(
        "report",
        "cron(0 9 L * ? *)",
        arn=arn("ecs", "cluster/jobs", "cluster"),
        ecsParameters={"taskDefinitionArn": arn("ecs", "task-definition/report:3", "task"), "launchType": "FARGATE"},
    ),
    thing(
        "cloudwatch/eventRule",
        "failed",
        name="endpoint-failed",
        eventPattern=json.dumps(PATTERN),
        state="ENABLED",
        tags=TAGS,
    ),
    thing(
        "cloudwatch/eventTarget",
        "failed-topic",
        rule=ref("failed", "endpoint-failed"),
        arn=TOPIC,
        inputTransformer={"inputPaths": {"name": "$.detail.EndpointName"}, "inputTemplate": '"<name> failed"'},
        retryPolicy={"maximumRetryAttempts": 8.0},
        deadLetterConfig={"arn": LOST},
    ),
    thing(
        "cloudwatch/eventTarget",
        "failed-machine",
        rule=ref("failed", "endpoint-failed"),
        arn=arn("states", "stateMachine:recover", "recover"),
        roleArn=ROLE,
    ),
    thing(
        "cloudwatch/eventTarget",
        "failed-logs",
        rule=ref("failed", "endpoint-failed"),
        arn=arn("logs", "log-group:/aws/events/failed", "log-group"),
    ),
    thing(
        "cloudwatch/eventTarget",
        "failed-elsewhere",
        rule=ref("failed", "endpoint-failed"),
        roleArn=ROLE,
        arn=f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/central",
    ),
    thing("cloudwatch/eventRule", "hourly", scheduleExpression="rate(1 hour)", eventBusName="default", tags=TAGS),
    thing(
        "cloudwatch/eventTarget",
        "hourly-job",
        rule=ref("hourly"),
        arn=arn("batch", "job-queue/jobs", "queue"),
        roleArn=ROLE,
        batchTarget={"jobDefinition": ref("job", "job:1"), "jobName": "hourly"},
        input="{}",
    ),
    thing(
        "cloudwatch/eventRule",
        "orders",
        eventBusName=ref("bus", "orders"),
        tags=TAGS,
        eventPattern=ref("pattern", json.dumps({"source": ["orders"]})),
    ),
    thing(
        "cloudwatch/eventTarget",
        "orders-call",
        rule=ref("orders"),
        eventBusName=ref("bus", "orders"),
        roleArn=ROLE,
        arn=arn("events", "api-destination/crm/0f6a2b9e", "crm"),
        httpTarget={"headerParameters": {"X-Kind": "order"}},
    ),
]
