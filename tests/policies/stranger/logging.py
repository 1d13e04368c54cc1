"""What is written down: trails, logs of services, how long they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    KEY,
    REGION,
    TAGS,
    VPC,
    Case,
    Json,
    arn,
    pair,
    ref,
    res,
    sound,
    trust,
)
from tests.policies.stranger.shapes import (
    AURORA,
    DATABASE,
    DOCUMENTS,
    GRAPH,
    KAFKA,
    RABBIT,
    SEARCH,
    WAREHOUSE,
)
from tests.policies.stranger.shapes_compute import BALANCER, CDN, CLASSIC, FARGATE, KUBERNETES, SERVER, bucket, task

LOGS = arn("logs", "log-group:/shop/trail", "log")
TRAIL = [
    res("cloudwatch/logGroup", "log", name="/shop/trail", retentionInDays=365.0, kmsKeyId=KEY, tags=TAGS),
    res(
        "cloudtrail/trail",
        "trail",
        name="trail",
        s3BucketName=ref("logs", "shop-logs"),
        isMultiRegionTrail=True,
        includeGlobalServiceEvents=True,
        enableLogging=True,
        enableLogFileValidation=True,
        kmsKeyId=KEY,
        cloudWatchLogsGroupArn=ref("log", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/shop/trail:*"),
        cloudWatchLogsRoleArn=arn("iam", "role/trail", "trail-role"),
        eventSelectors=[
            {
                "readWriteType": "All",
                "includeManagementEvents": True,
                "dataResources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
            }
        ],
        tags=TAGS,
    ),
]


def account() -> Iterator[Case]:
    yield from pair("log-trail-region", TRAIL, "trail.isMultiRegionTrail", "", False)
    yield from pair("log-trail-region-missing", TRAIL, "trail.isMultiRegionTrail", "", GONE)
    yield from pair("log-trail-validation", TRAIL, "trail.enableLogFileValidation", "", GONE)
    yield from pair("log-trail-key", TRAIL, "trail.kmsKeyId", "", GONE)
    yield from pair("log-trail-off", TRAIL, "trail.enableLogging", "", False)
    yield from pair("log-trail-global", TRAIL, "trail.includeGlobalServiceEvents", "", False)
    yield from pair("log-trail-cloudwatch", TRAIL, "trail.cloudWatchLogsGroupArn", "", GONE)
    selector = "trail.eventSelectors.0.includeManagementEvents"
    yield from pair("log-trail-management", TRAIL, selector, "", False)
    yield from pair("log-group-retention", TRAIL, "log.retentionInDays", "", GONE)
    yield from pair("log-group-key", TRAIL, "log.kmsKeyId", "", GONE)
    every = {"allSupported": True, "includeGlobalResourceTypes": True}
    recorder = [
        res("cfg/recorder", "recorder", name="main", roleArn=arn("iam", "role/config"), recordingGroup=every),
        res("cfg/recorderStatus", "status", name=ref("recorder", "main"), isEnabled=True),
    ]
    yield from pair("log-config-some", recorder, "recorder.recordingGroup.allSupported", "", False)
    yield from pair("log-config-global", recorder, "recorder.recordingGroup.includeGlobalResourceTypes", "", False)
    yield from pair("log-config-off", recorder, "status.isEnabled", "", False)
    guard = [res("guardduty/detector", "guard", enable=True, findingPublishingFrequency="FIFTEEN_MINUTES", tags=TAGS)]
    yield from pair("log-guardduty-off", guard, "guard.enable", "", False)
    certificate = {"domainName": "shop.example.com", "validationMethod": "DNS", "tags": TAGS}
    stack = [
        res("acm/certificate", "c", options={"certificateTransparencyLoggingPreference": "ENABLED"}, **certificate)
    ]
    at = "c.options.certificateTransparencyLoggingPreference"
    yield from pair("log-certificate", stack, at, "certificatetransparency", "DISABLED")
    net = {"cidrBlock": "10.0.0.0/16", "enableDnsSupport": True, "enableDnsHostnames": True, "tags": TAGS}
    role = res("iam/role", "flow-role", assumeRolePolicy=trust("vpc-flow-logs.amazonaws.com"), tags=TAGS)
    flow: dict[str, Plain] = {
        "vpcId": VPC,
        "trafficType": "ALL",
        "logDestination": LOGS,
        "iamRoleArn": ref("flow-role"),
    }
    stack = [res("ec2/vpc", "vpc", **net), role, res("ec2/flowLog", "flow", tags=TAGS, **flow)]
    yield from pair("log-vpc-flow", stack, "vpc", "flow", drop="flow")
    yield from pair("log-vpc-flow-accept", stack, "flow.trafficType", "", "ACCEPT")


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


def odd_but_sound() -> Iterator[Case]:
    long = {"name": "/shop/audit", "kmsKeyId": KEY, "tags": TAGS}
    yield sound("log-sound-forever-class", res("cloudwatch/logGroup", "log", retentionInDays=3653.0, **long))
    yield sound(
        "log-sound-cheap",
        res("cloudwatch/logGroup", "log", retentionInDays=400.0, logGroupClass="INFREQUENT_ACCESS", **long),
    )
    target = [each for each in bucket() if each.name != "store-log"]
    target = [each for each in target if each.name != "store"]
    store = res("s3/bucketV2", "store", bucket="shop-orders", tags=TAGS)
    logging = res(
        "s3/bucketLoggingV2", "store-log", bucket=ref("store"), targetBucket=ref("store"), targetPrefix="own/"
    )
    yield sound("log-sound-self", store, logging, *target)
    organisation = {**TRAIL[1].raw, "isOrganizationTrail": True}
    yield sound("log-sound-organisation", TRAIL[0], res("cloudtrail/trail", "trail", **organisation))
    selectors = {key: value for key, value in TRAIL[1].raw.items() if key != "eventSelectors"}
    advanced = [{"name": "all", "fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}]
    yield sound(
        "log-sound-advanced", TRAIL[0], res("cloudtrail/trail", "trail", advancedEventSelectors=advanced, **selectors)
    )
    flow = {"trafficType": "ALL", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::shop-flow", "tags": TAGS}
    yield sound("log-sound-flow-s3", res("ec2/flowLog", "flow", vpcId=VPC, **flow))
    yield sound("log-sound-flow-subnet", res("ec2/flowLog", "flow", subnetId=ref("private-a"), **flow))
    splunk = task(logConfiguration={"logDriver": "awsfirelens", "options": {"Name": "splunk"}})
    yield sound("log-sound-firelens", *splunk)
    enhanced = [{"name": "containerInsights", "value": "enhanced"}]
    yield sound("log-sound-enhanced", res("ecs/cluster", "cluster", name="shop", settings=enhanced, tags=TAGS))
    archive = {"name": "shop", "eventSourceArn": arn("events", "event-bus/shop"), "retentionDays": 90.0}
    yield sound("log-sound-archive", res("cloudwatch/eventArchive", "archive", **archive))
    metric = {"logGroupName": ref("log"), "pattern": '{ $.errorCode = "*Unauthorized*" }', "name": "denied"}
    change = {"name": "Denied", "namespace": "Shop", "value": "1"}
    yield sound("log-sound-filter", res("cloudwatch/logMetricFilter", "filter", metricTransformation=change, **metric))
    yield sound(
        "log-sound-analyzer", res("accessanalyzer/analyzer", "analyzer", analyzerName="shop", type="ACCOUNT", tags=TAGS)
    )


def cases() -> Iterator[Case]:
    for part in (account, edges, services, odd_but_sound):
        yield from part()
