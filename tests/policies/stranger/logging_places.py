"""What is written down by edges and by services: who asked for what."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    GONE,
    KEY,
    REGION,
    TAGS,
    Case,
    Json,
    arn,
    pair,
    ref,
    res,
)
from tests.policies.stranger.logging import LOGS
from tests.policies.stranger.shapes import AURORA, DATABASE, DOCUMENTS, GRAPH, SEARCH, WAREHOUSE
from tests.policies.stranger.shapes_compute import FARGATE, KUBERNETES, SERVER, task
from tests.policies.stranger.shapes_edge import BALANCER, CDN, CLASSIC, bucket
from tests.policies.stranger.shapes_streams import KAFKA, RABBIT


def edges() -> Iterator[Case]:
    yield from pair("log-bucket", bucket(), "store", "logging|log", drop="store-log")
    yield from pair("log-balancer", BALANCER, "front.accessLogs", "accesslogs", GONE)
    yield from pair("log-balancer-off", BALANCER, "front.accessLogs.enabled", "accesslogs", False)
    yield from pair("log-classic", CLASSIC, "classic.accessLogs", "", GONE)
    yield from pair("log-cdn", CDN, "cdn.loggingConfig", "logging", GONE)
    access = {"destinationArn": LOGS, "format": '{"requestId":"$context.requestId"}'}
    stage = {"restApi": ref("api"), "deployment": ref("deployment"), "stageName": "prod", "xrayTracingEnabled": True}
    method = {"metricsEnabled": True, "loggingLevel": "INFO", "dataTraceEnabled": False, "throttlingRateLimit": 100.0}
    method |= {"throttlingBurstLimit": 200.0}
    rest = [
        res("apigateway/restApi", "api", name="shop", endpointConfiguration={"types": "REGIONAL"}, tags=TAGS),
        res("apigateway/stage", "stage", accessLogSettings=access, tags=TAGS, **stage),
        res(
            "apigateway/methodSettings",
            "methods",
            restApi=ref("api"),
            stageName=ref("stage", "prod"),
            methodPath="*/*",
            settings=method,
        ),
        res(
            "wafv2/webAclAssociation",
            "wall",
            resourceArn=ref("stage", f"arn:aws:apigateway:{REGION}::/restapis/a1/stages/prod"),
            webAclArn=arn("wafv2", "regional/webacl/shop/1f2e", "acl"),
        ),
    ]
    yield from pair("log-rest-access", rest, "stage.accessLogSettings", "", GONE)
    yield from pair("log-rest-tracing", rest, "stage.xrayTracingEnabled", "", False)
    yield from pair("log-rest-level", rest, "methods.settings.loggingLevel", "", "OFF")
    yield from pair("log-rest-data", rest, "methods.settings.dataTraceEnabled", "", True)
    limits = {"throttlingBurstLimit": 100.0, "throttlingRateLimit": 50.0, "detailedMetricsEnabled": True}
    v2 = [
        res("apigatewayv2/api", "http", name="shop", protocolType="HTTP", tags=TAGS),
        res(
            "apigatewayv2/stage",
            "stage",
            apiId=ref("http"),
            name="$default",
            autoDeploy=True,
            accessLogSettings=access,
            defaultRouteSettings=limits,
            tags=TAGS,
        ),
    ]
    yield from pair("log-http-access", v2, "stage.accessLogSettings", "", GONE)
    level = {"cloudwatchLogsRoleArn": arn("iam", "role/appsync"), "fieldLogLevel": "ERROR"}
    schema = {"name": "shop", "authenticationType": "AWS_IAM", "schema": "type Query { a: String }", "tags": TAGS}
    graph = [res("appsync/graphQLApi", "graphql", xrayEnabled=True, logConfig=level, **schema)]
    yield from pair("log-appsync", graph, "graphql.logConfig", "", GONE)
    yield from pair("log-appsync-level", graph, "graphql.logConfig.fieldLogLevel", "", "NONE")
    visible = {"cloudwatchMetricsEnabled": True, "sampledRequestsEnabled": True, "metricName": "shop"}
    vendor = {"managedRuleGroupStatement": {"name": "AWSManagedRulesCommonRuleSet", "vendorName": "AWS"}}
    rule = {"name": "common", "priority": 1.0, "overrideAction": {"none": {}}, "statement": vendor}
    wall = {"scope": "REGIONAL", "defaultAction": {"allow": {}}, "visibilityConfig": visible, "tags": TAGS}
    waf = [
        res("wafv2/webAcl", "wall", name="shop", rules=[{**rule, "visibilityConfig": visible}], **wall),
        res(
            "wafv2/webAclLoggingConfiguration",
            "wall-log",
            resourceArn=ref("wall"),
            logDestinationConfigs=[arn("logs", "log-group:aws-waf-logs-shop", "waf-log")],
        ),
    ]
    yield from pair("log-waf", waf, "wall", "logging|log", drop="wall-log")
    yield from pair("log-waf-metrics", waf, "wall.visibilityConfig.cloudwatchMetricsEnabled", "", False)


def services() -> Iterator[Case]:
    yield from pair("log-rds", DATABASE, "db.enabledCloudwatchLogsExports", "", GONE)
    yield from pair("log-rds-monitoring", DATABASE, "db.monitoringInterval", "", GONE)
    yield from pair("log-rds-insights", DATABASE, "db.performanceInsightsEnabled", "", False)
    yield from pair("log-aurora", AURORA, "aurora.enabledCloudwatchLogsExports", "", GONE)
    yield from pair("log-docdb", DOCUMENTS, "documents.enabledCloudwatchLogsExports", "", ["profiler"])
    yield from pair("log-neptune", GRAPH, "graph.enableCloudwatchLogsExports", "", GONE)
    yield from pair("log-redshift", WAREHOUSE, "warehouse", "logging|log", drop="warehouse-log")
    yield from pair("log-search", SEARCH, "search.logPublishingOptions", "", GONE)
    audit = [SEARCH[0].raw["logPublishingOptions"][1]]  # type: ignore[index]
    yield from pair("log-search-audit", SEARCH, "search.logPublishingOptions", "audit", audit)
    yield from pair("log-msk", KAFKA, "kafka.loggingInfo", "", GONE)
    yield from pair("log-mq", RABBIT, "broker.logs.general", "logs", False)
    yield from pair("log-mq-audit", RABBIT, "broker.logs.audit", "logs", False)
    yield from pair("log-eks", KUBERNETES, "kubernetes.enabledClusterLogTypes", "", GONE)
    yield from pair("log-eks-audit", KUBERNETES, "kubernetes.enabledClusterLogTypes", "", ["api", "scheduler"])
    disabled = [{"name": "containerInsights", "value": "disabled"}]
    yield from pair("log-ecs-insights", FARGATE, "cluster.settings", "containerinsights|settings", disabled)
    bare = task(logConfiguration=None)[0].raw["containerDefinitions"]
    yield from pair("log-ecs-task", task(), "task.containerDefinitions", "logconfiguration", bare)
    yield from pair("log-instance", SERVER, "server.monitoring", "", False)
    logging: dict[str, Plain] = {"level": "ERROR", "includeExecutionData": False, "logDestination": f"{LOGS.value}:*"}
    machine = {"roleArn": arn("iam", "role/flow", "flow-role"), "type": "STANDARD", "tags": TAGS}
    end = Json({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    traced = {"loggingConfiguration": logging, "tracingConfiguration": {"enabled": True}}
    steps = [res("sfn/stateMachine", "steps", name="shop", definition=end, **traced, **machine)]
    yield from pair("log-steps", steps, "steps.loggingConfiguration.level", "loggingconfiguration", "OFF")
    yield from pair("log-steps-tracing", steps, "steps.tracingConfiguration.enabled", "tracingconfiguration", False)
    box = {"computeType": "BUILD_GENERAL1_SMALL", "image": "aws/codebuild/standard:7.0", "type": "LINUX_CONTAINER"}
    logged = {"cloudwatchLogs": {"status": "ENABLED", "groupName": "/shop/build"}}
    project: dict[str, Plain] = {
        "serviceRole": arn("iam", "role/build", "build-role"),
        "encryptionKey": KEY,
        "tags": TAGS,
    }
    project |= {
        "artifacts": {"type": "NO_ARTIFACTS"},
        "environment": box,
        "source": {"type": "NO_SOURCE", "buildspec": "{}"},
    }
    build = [res("codebuild/project", "build", name="shop", logsConfig=logged, **project)]
    yield from pair("log-build", build, "build.logsConfig.cloudwatchLogs.status", "logsconfig", "DISABLED")
    clear = [{"name": "NPM_TOKEN", "value": "npm_a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8", "type": "PLAINTEXT"}]
    at = "build.environment.environmentVariables"
    yield from pair("log-build-secret", build, at, "environmentvariables", clear)
    yield from pair("log-build-privileged", build, "build.environment.privilegedMode", "", True)


def cases() -> Iterator[Case]:
    for part in (edges, services):
        yield from part()
