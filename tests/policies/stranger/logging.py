"""What is written down of an account: trails, how long logs are kept, and odd forms that are sound."""

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
    arn,
    pair,
    ref,
    res,
    sound,
    trust,
)
from tests.policies.stranger.shapes_compute import task
from tests.policies.stranger.shapes_edge import bucket

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
