"""Sound resources in forms that are odd but legal, of the services whose limits the pack knows."""

from __future__ import annotations

import json

from tests.policies.sound.build import ACCOUNT, KEY, REGION, TAGS, alarm, arn, document, ref, role, thing
from tests.policies.sound.sagemaker import IMAGE, model

PERCENT = {"type": "CAPACITY_PERCENT", "value": 10.0}
LINEAR = {
    "blueGreenUpdatePolicy": {
        "trafficRoutingConfiguration": {"type": "LINEAR", "waitIntervalInSeconds": 600.0, "linearStepSize": PERCENT},
        "terminationWaitInSeconds": 300.0,
        "maximumExecutionTimeoutInSeconds": 7200.0,
    },
    "autoRollbackConfiguration": {"alarms": [{"alarmName": ref("guarded-errors")}]},
}
WEIGHTED = [
    {
        "variantName": name,
        "modelName": ref("model"),
        "instanceType": "ml.m5.large",
        "initialInstanceCount": 2.0,
        "initialVariantWeight": weight,
        "routingConfigs": [{"routingStrategy": "LEAST_OUTSTANDING_REQUESTS"}],
        "containerStartupHealthCheckTimeoutInSeconds": 3600.0,
    }
    for name, weight in (("champion", 9.0), ("challenger-2", 0.0))
]
PLAIN_DATA = {
    "s3DataSources": [{"s3Uri": "s3://models-4f2a/big/", "s3DataType": "S3Prefix", "compressionType": "None"}]
}
STEPS = [
    {"image": IMAGE, "containerHostname": "prepare", "environment": {"MODE": "prepare"}},
    {"image": IMAGE, "containerHostname": "score", "modelDataSource": PLAIN_DATA, "mode": "SingleModel"},
]
ENDPOINTS = [
    *model("model"),
    thing(
        "sagemaker/endpointConfiguration",
        "guarded-config",
        name="guarded-20261125",
        productionVariants=WEIGHTED,
        kmsKeyArn=KEY,
        tags=TAGS,
        __defaults=["name"],
    ),
    thing(
        "sagemaker/endpoint",
        "guarded",
        endpointConfigName=ref("guarded-config"),
        deploymentConfig=LINEAR,
        tags=TAGS,
    ),
    alarm(
        "guarded-errors", "AWS/SageMaker", "Invocation5XXErrors", EndpointName=ref("guarded"), VariantName="champion"
    ),
    thing(
        "sagemaker/model",
        "pipeline",
        executionRoleArn=arn("iam", "role/model-role"),
        containers=STEPS,
        inferenceExecutionConfig={"mode": "Direct"},
        enableNetworkIsolation=True,
        vpcConfig={"subnets": [ref("subnet-a", "subnet-0a1b2c3d")], "securityGroupIds": [ref("group", "sg-0a1b2c3d")]},
        tags=TAGS,
    ),
    thing(
        "sagemaker/featureGroup",
        "payments",
        featureGroupName="card_payments",
        recordIdentifierFeatureName="card",
        eventTimeFeatureName="paid_at",
        featureDefinitions=[
            {"featureName": "card", "featureType": "Integral"},
            {"featureName": "paid_at", "featureType": "Fractional"},
            {"featureName": "tokens", "featureType": "String", "collectionType": "Set"},
        ],
        roleArn=arn("iam", "role/model-role"),
        onlineStoreConfig={"enableOnlineStore": True, "securityConfig": {"kmsKeyId": KEY}},
        tags=TAGS,
    ),
    thing(
        "bedrock/provisionedModelThroughput",
        "units",
        modelArn="arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0:300k",
        modelUnits=1.0,
        provisionedModelName="triage_v1",
        tags={**TAGS, "AcceptedMonthlyUsd": "12000"},
    ),
]
"""Two weighted variants, a guarded deployment, a pipeline that is called directly, features, and throughput."""

GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/score"
POINT = f"arn:aws:s3:{REGION}:{ACCOUNT}:accesspoint/models"
ALLOW = {"Effect": "Allow"}
ODD = document(
    {
        **ALLOW,
        "Sid": "Logs1",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [GROUP, f"{GROUP}:*"],
    },
    {**ALLOW, "Sid": "", "Action": "s3:GetObject*", "Resource": "arn:aws:s3:::models-4f2a*"},
    {**ALLOW, "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": [POINT, f"{POINT}/object/${{aws:username}}/*"]},
    {
        "Effect": "Deny",
        "NotAction": ["sts:*", "iam:GetUser"],
        "Resource": "*",
        "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}, "Null": {"aws:TokenIssueTime": "true"}},
    },
    {
        **ALLOW,
        "Action": "dynamodb:Query",
        "Resource": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders/index/by-day",
        "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:PrincipalTag/tenant}"]}},
    },
)
READER = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reader-role"}
ONLY = {"StringNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/reader-role"}}
ACCESS = [
    {
        "Effect": "Allow",
        "Principal": READER,
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": [POINT, f"{POINT}/object/*"],
    },
    {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{POINT}/object/*", "Condition": ONLY},
]
ATTACHED = {
    "Name": "models",
    "Type": "ONTAP",
    "OntapConfiguration": {"VolumeId": "fsvol-0a1b2c3d4e5f60718", "FileSystemIdentity": {"Type": "UNIX"}},
    "S3AccessPoint": {"Policy": {"Version": "2012-10-17", "Statement": ACCESS}},
}
DOCUMENTS = [
    *role("reader-role", "lambda.amazonaws.com", "s3:ListBucket", "arn:aws:s3:::models-4f2a"),
    thing("iam/rolePolicy", "odd", role=ref("reader-role"), policy=ODD),
    thing("s3control/accessPointPolicy", "access", accessPointArn=POINT, policy=document(*ACCESS)),
    thing(
        "cloudcontrol/resource",
        "attached",
        typeName="AWS::FSx::S3AccessPointAttachment",
        desiredState=json.dumps(ATTACHED),
    ),
]
"""Documents with patterns, policy variables, empty ids and double negations."""
