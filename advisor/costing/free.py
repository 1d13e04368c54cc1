"""The types that AWS does not bill, and why. A type that is in no table is not free: it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PERMISSIONS: Final = "permissions are not billed"
PART_OF_API: Final = "part of its API, which is billed by requests"
CODE_DEPLOY: Final = "CodeDeploy bills nothing for deployments to Lambda"
PART_OF_BUCKET: Final = "a setting of its bucket, which is billed by usage"
PART_OF_NETWORK: Final = "not billed itself; what runs in it is"

FREE: Final[Mapping[str, str]] = {
    "aws:apigateway/account:Account": "a setting of the account",
    "aws:apigateway/apiKey:ApiKey": PART_OF_API,
    "aws:apigateway/basePathMapping:BasePathMapping": PART_OF_API,
    "aws:apigateway/deployment:Deployment": PART_OF_API,
    "aws:apigateway/domainName:DomainName": PART_OF_API,
    "aws:apigateway/methodSettings:MethodSettings": PART_OF_API,
    "aws:apigateway/usagePlan:UsagePlan": PART_OF_API,
    "aws:apigateway/usagePlanKey:UsagePlanKey": PART_OF_API,
    "aws:appautoscaling/scheduledAction:ScheduledAction": "moves the bounds of what it scales, which is billed",
    "aws:bedrock/inferenceProfile:InferenceProfile": "a name; the tokens of calls through it are billed, and are not "
    "in this estimate",
    "aws:cloudwatch/eventRule:EventRule": "rules, and events of AWS services on the default bus, are not billed",
    "aws:cloudwatch/eventTarget:EventTarget": "deliveries within the account are not billed",
    "aws:codedeploy/application:Application": CODE_DEPLOY,
    "aws:codedeploy/deploymentConfig:DeploymentConfig": CODE_DEPLOY,
    "aws:codedeploy/deploymentGroup:DeploymentGroup": CODE_DEPLOY,
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": "Cost Anomaly Detection is not billed",
    "aws:costexplorer/anomalySubscription:AnomalySubscription": "Cost Anomaly Detection is not billed",
    "aws:ec2/routeTable:RouteTable": PART_OF_NETWORK,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": PART_OF_NETWORK,
    "aws:ec2/securityGroup:SecurityGroup": PART_OF_NETWORK,
    "aws:ec2/subnet:Subnet": PART_OF_NETWORK,
    "aws:ec2/vpc:Vpc": PART_OF_NETWORK,
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": PERMISSIONS,
    "aws:iam/policy:Policy": PERMISSIONS,
    "aws:iam/role:Role": PERMISSIONS,
    "aws:iam/rolePolicy:RolePolicy": PERMISSIONS,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": PERMISSIONS,
    "aws:kms/alias:Alias": "an alias of a key is not billed",
    "aws:lambda/alias:Alias": "an alias of a function is not billed",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "reads of a table's stream by Lambda are not billed, and its "
    "polls of a queue are requests of the queue",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "a setting of its function",
    "aws:lambda/layerVersion:LayerVersion": "layers are not billed",
    "aws:lambda/permission:Permission": PERMISSIONS,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": PART_OF_BUCKET,
    "aws:s3/bucketLogging:BucketLogging": PART_OF_BUCKET,
    "aws:s3/bucketNotification:BucketNotification": PART_OF_BUCKET,
    "aws:s3/bucketObjectv2:BucketObjectv2": "part of its bucket's storage, which is billed by usage",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": PART_OF_BUCKET,
    "aws:s3/bucketPolicy:BucketPolicy": PERMISSIONS,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": PART_OF_BUCKET,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": PART_OF_BUCKET,
    "aws:s3/bucketVersioning:BucketVersioning": PART_OF_BUCKET,
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": "billed by the endpoints that use it",
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": "a registry is not billed; "
    "the training jobs and endpoints behind it are, by use, and are not in this estimate",
    "aws:sns/topicPolicy:TopicPolicy": PERMISSIONS,
    "aws:sqs/queuePolicy:QueuePolicy": PERMISSIONS,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": PART_OF_NETWORK,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": PART_OF_NETWORK,
    "aws:wafv2/webAclAssociation:WebAclAssociation": "billed with its web ACL, by the requests that it sees",
}
"""By type token."""
