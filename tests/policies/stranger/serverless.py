"""Functions: their settings, their secrets, who calls them, and what feeds them."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    OTHER,
    REGION,
    SUBNETS,
    TAGS,
    Case,
    Json,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    sound,
    trust,
)
from tests.policies.stranger.shapes_compute import IMAGE
from tests.policies.stranger.shapes_streams import queue

BASE: dict[str, Plain] = {
    "name": "orders",
    "runtime": "python3.13",
    "architectures": ["arm64"],
    "handler": "orders.handler",
    "s3Bucket": "shop-artifacts",
    "s3Key": "orders-1.4.2.zip",
    "role": arn("iam", "role/shop-orders", "role"),
    "timeout": 30.0,
    "memorySize": 512.0,
    "reservedConcurrentExecutions": 20.0,
    "tracingConfig": {"mode": "Active"},
    "deadLetterConfig": {"targetArn": arn("sqs", "orders-dead", "dead")},
    "kmsKeyArn": KEY,
    "environment": {"variables": {"TABLE": ref("table", "orders"), "LOG_LEVEL": "INFO"}},
    "vpcConfig": {"subnetIds": SUBNETS, "securityGroupIds": GROUPS},
    "loggingConfig": {"logFormat": "JSON", "logGroup": ref("log", "/aws/lambda/orders")},
    "tags": TAGS,
}


def function(**more: Plain) -> list[Subject]:
    """A function with its role, its log group and its dead letters."""
    props = {key: value for key, value in {**BASE, **more}.items() if value is not GONE}
    logs = ["logs:CreateLogStream", "logs:PutLogEvents"]
    write = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/orders:*"
    grants = [allow(logs, write), allow("sqs:SendMessage", arn("sqs", "orders-dead", "dead"))]
    grants += [allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")]
    vpc = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
    return [
        res("iam/role", "role", name="shop-orders", assumeRolePolicy=trust("lambda.amazonaws.com"), tags=TAGS),
        res("iam/rolePolicy", "grant", role=ref("role", "shop-orders"), policy=doc(*grants)),
        res("iam/rolePolicyAttachment", "vpc-access", role=ref("role", "shop-orders"), policyArn=vpc),
        res("cloudwatch/logGroup", "log", name="/aws/lambda/orders", retentionInDays=365.0, kmsKeyId=KEY, tags=TAGS),
        res("sqs/queue", "dead", name="orders-dead", sqsManagedSseEnabled=True, tags=TAGS),
        res("lambda/function", "orders", **props),
    ]


def settings() -> Iterator[Case]:
    for runtime in ("python3.7", "nodejs14.x", "go1.x", "java8", "dotnetcore3.1", "ruby2.7", "nodejs16.x"):
        yield from pair(f"lambda-{runtime}", function(), "orders.runtime", "", runtime)
    yield from pair("lambda-timeout-long", function(), "orders.timeout", "", 1200.0)
    yield from pair("lambda-memory-small", function(), "orders.memorySize", "", 64.0)
    yield from pair("lambda-memory-large", function(), "orders.memorySize", "", 20480.0)
    yield from pair("lambda-no-concurrency", function(), "orders.reservedConcurrentExecutions", "", GONE)
    yield from pair("lambda-no-dead-letters", function(), "orders.deadLetterConfig", "", GONE)
    yield from pair("lambda-no-tracing", function(), "orders.tracingConfig", "tracing", GONE)
    yield from pair("lambda-passthrough", function(), "orders.tracingConfig.mode", "tracingconfig", "PassThrough")
    for name, value in {
        "DB_PASSWORD": "hunter2-Summer-2024",
        "AWS_SECRET_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "GITHUB_TOKEN": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "DATABASE_URL": "postgresql://shop:Sup3rS3cret@db.internal:5432/shop",
        "STRIPE_API_KEY": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "CONFIG": "AKIAIOSFODNN7EXAMPLX",
    }.items():
        variables = {"LOG_LEVEL": "INFO", name: value}
        at = "orders.environment.variables"
        yield from pair(f"lambda-secret-{name}", function(), at, name, variables)
    yield from pair("lambda-environment-key", function(), "orders.kmsKeyArn", "kmskeyarn", GONE)
    yield from pair("lambda-one-subnet", function(), "orders.vpcConfig.subnetIds", "", [SUBNETS[0]])
    yield from pair("lambda-log-retention", function(), "log.retentionInDays", "", GONE)
    yield from pair(
        "lambda-disk", function(ephemeralStorage={"size": 1024.0}), "orders.ephemeralStorage.size", "", 20480.0
    )
    word = "loggroup|log group|retention"
    whole = function(loggingConfig={"logFormat": "JSON"})
    yield from pair("lambda-no-log-group", whole, "orders|log", word, drop="log")


def callers() -> Iterator[Case]:
    url = {"functionName": ref("orders"), "authorizationType": "AWS_IAM"}
    at = "url.authorizationType"
    yield from pair("lambda-url-open", [*function(), res("lambda/functionUrl", "url", **url)], at, "", "NONE")
    cors: dict[str, Plain] = {"allowOrigins": ["https://shop.example.com"], "allowCredentials": True}
    with_cors = [*function(), res("lambda/functionUrl", "url", cors=cors, **url)]
    yield from pair("lambda-url-cors", with_cors, "url.cors.allowOrigins", "", ["*"])
    call: dict[str, Plain] = {"action": "lambda:InvokeFunction", "function": ref("orders")}
    topic = arn("sns", "orders-topic")
    sns = res("lambda/permission", "call", principal="sns.amazonaws.com", sourceArn=topic, **call)
    own = res("lambda/permission", "call", principal=ACCOUNT, **call)
    yield from pair("lambda-permission-star", [*function(), own], "call.principal", "", "*")
    yield from pair("lambda-permission-no-source", [*function(), sns], "call.sourceArn", "", GONE)
    s3 = {"sourceArn": "arn:aws:s3:::shop-uploads", "sourceAccount": ACCOUNT, "principal": "s3.amazonaws.com"}
    stack = [*function(), res("lambda/permission", "call", **s3, **call)]
    yield from pair("lambda-permission-s3-account", stack, "call.sourceAccount", "", GONE)
    account = res("lambda/permission", "call", principal=ACCOUNT, **call)
    yield from pair("lambda-permission-action", [*function(), account], "call.action", "", "lambda:*")
    layer = {"layerName": ref("layer", "shop"), "versionNumber": 3.0, "statementId": "partner"}
    shared = res("lambda/layerVersionPermission", "share", action="lambda:GetLayerVersion", principal=OTHER, **layer)
    yield from pair("lambda-layer-public", [shared], "share.principal", "", "*")
    no_auth = res(
        "lambda/permission",
        "open",
        **{**call, "action": "lambda:InvokeFunctionUrl", "principal": "*"},
        functionUrlAuthType="NONE",
    )
    yield from pair("lambda-permission-url", function(), "open", "principal|functionurlauthtype", add=[no_auth])


def feeds() -> Iterator[Case]:
    source = {"functionName": ref("orders"), "batchSize": 10.0, "enabled": True}
    jobs = arn("sqs", "jobs")
    good = {"functionResponseTypes": ["ReportBatchItemFailures"], "scalingConfig": {"maximumConcurrency": 10.0}}
    feed = res("lambda/eventSourceMapping", "feed", eventSourceArn=jobs, **source, **good)
    stack = [*function(), *queue()[:1], feed]
    words = "visibilitytimeout"
    yield from pair("lambda-feed-visibility", stack, "jobs|feed.visibilityTimeoutSeconds", words, 10.0)
    yield from pair("lambda-feed-redrive", stack, "jobs.redrivePolicy", "redrive", GONE)
    kinesis: dict[str, Plain] = {"eventSourceArn": arn("kinesis", "stream/clicks"), "startingPosition": "LATEST"}
    kinesis |= {"bisectBatchOnFunctionError": True, "maximumRetryAttempts": 3.0, "maximumRecordAgeInSeconds": 3600.0}
    kinesis |= {"destinationConfig": {"onFailure": {"destinationArn": arn("sqs", "orders-dead", "dead")}}}
    partial = {"functionResponseTypes": ["ReportBatchItemFailures"]}
    shard = [*function(), res("lambda/eventSourceMapping", "feed", **source, **kinesis, **partial)]
    at, words = "feed.destinationConfig", "destinationconfig|onfailure"
    yield from pair("lambda-stream-on-failure", shard, at, words, GONE, by="eventSourceArn")
    invoke = {"functionName": ref("orders"), "maximumRetryAttempts": 1.0, "maximumEventAgeInSeconds": 3600.0}
    failed = {"destinationConfig": {"onFailure": {"destination": arn("sqs", "orders-dead", "dead")}}}
    configured = [*function(), res("lambda/functionEventInvokeConfig", "invoke", **invoke, **failed)]
    yield from pair("lambda-invoke-retries", configured, "invoke.maximumRetryAttempts", "", 5.0)
    ready = {"functionName": ref("orders"), "qualifier": "live", "provisionedConcurrentExecutions": 5.0}
    live = res("lambda/alias", "live", name="live", functionName=ref("orders"), functionVersion="7")
    stack = [*function(publish=True), live, res("lambda/provisionedConcurrencyConfig", "ready", **ready)]
    yield from pair("lambda-provisioned-latest", stack, "ready.qualifier", "", "$LATEST")


def odd_but_sound() -> Iterator[Case]:
    image = {
        "packageType": "Image",
        "imageUri": IMAGE,
        "runtime": GONE,
        "handler": GONE,
        "s3Bucket": GONE,
        "s3Key": GONE,
    }
    for name, more in {
        "image": image,
        "custom": {"runtime": "provided.al2023", "handler": "bootstrap"},
        "node": {"runtime": "nodejs22.x", "handler": "index.handler"},
        "java": {
            "runtime": "java21",
            "snapStart": {"applyOn": "PublishedVersions"},
            "publish": True,
            "architectures": ["x86_64"],
        },
        "long": {"timeout": 900.0, "memorySize": 10240.0},
        "no-environment": {"environment": GONE, "kmsKeyArn": GONE},
        "secret-arn": {
            "environment": {
                "variables": {
                    "DB_SECRET_ARN": ref("secret", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-a1b2c3"),
                    "TOKEN_PARAMETER": "/shop/token",
                }
            }
        },
        "secret-names": {
            "environment": {
                "variables": {
                    "PASSWORD_MIN_LENGTH": "12",
                    "SECRET_NAME": "shop/db",
                    "KEY_ID": "alias/shop",
                    "TOKEN_TTL": "3600",
                }
            }
        },
        "layers": {
            "layers": [f"arn:aws:lambda:{REGION}:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:18"]
        },
        "file-system": {
            "fileSystemConfig": {
                "arn": arn("elasticfilesystem", "access-point/fsap-0123", "point"),
                "localMountPath": "/mnt/models",
            }
        },
        "defaults": {"__defaults": ["packageType"], "packageType": "Zip"},
        "signed": {"codeSigningConfigArn": arn("lambda", "code-signing-config:csc-0f6c334abcdea4d8b", "signing")},
    }.items():
        yield sound(f"lambda-sound-{name}", *function(**more))
    alarm = {"principal": "lambda.alarms.cloudwatch.amazonaws.com", "sourceArn": arn("cloudwatch", "alarm:errors")}
    events = {"principal": "events.amazonaws.com", "sourceArn": arn("events", "rule/nightly")}
    api = {
        "principal": "apigateway.amazonaws.com",
        "sourceArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:a1b2c3d4e5/*/POST/orders",
    }
    organisation = {"principal": "*", "principalOrgId": "o-a1b2c3d4e5"}
    for name, more in {"alarm": alarm, "events": events, "api": api, "organisation": organisation}.items():
        one = res("lambda/permission", "call", action="lambda:InvokeFunction", function=ref("orders"), **more)
        yield sound(f"lambda-sound-permission-{name}", *function(), one)
    trigger = res("lambda/permission", "call", action="lambda:InvokeFunction", function=ref("orders"), principal=OTHER)
    yield sound("lambda-sound-permission-account", *function(), trigger)
    dynamo: dict[str, Plain] = {
        "eventSourceArn": arn("dynamodb", "table/orders/stream/2025-01-01T00:00:00.000", "table")
    }
    dynamo |= {"startingPosition": "TRIM_HORIZON", "maximumRetryAttempts": 5.0, "bisectBatchOnFunctionError": True}
    dynamo |= {"destinationConfig": {"onFailure": {"destinationArn": arn("sqs", "orders-dead", "dead")}}}
    dynamo |= {
        "filterCriteria": {"filters": [{"pattern": Json({"eventName": ["INSERT"]})}]},
        "maximumRecordAgeInSeconds": 86400.0,
    }
    partial = {"functionResponseTypes": ["ReportBatchItemFailures"]}
    yield sound(
        "lambda-sound-dynamo",
        *function(),
        res("lambda/eventSourceMapping", "feed", functionName=ref("orders"), **dynamo, **partial),
    )


def cases() -> Iterator[Case]:
    for part in (settings, callers, feeds, odd_but_sound):
        yield from part()
