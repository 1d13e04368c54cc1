"""Required tags are there and have a value. Which ones, the organisation says: by default none.

The provider's default tags are in ``tagsAll`` and not in ``tags``, so both count. Letter case counts, as it does for
AWS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="aws-required-tags",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
        "aws:dynamodb/table:Table",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
        "aws:kms/key:Key",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:secretsmanager/secret:Secret",
        "aws:ssm/parameter:Parameter",
        "aws:efs/fileSystem:FileSystem",
        "aws:ebs/volume:Volume",
        "aws:ec2/instance:Instance",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/eip:Eip",
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:kinesis/stream:Stream",
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "aws:opensearch/domain:Domain",
        "aws:redshift/cluster:Cluster",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:lambda/function:Function",
        "aws:iam/role:Role",
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:apigateway/stage:Stage",
        "aws:apigatewayv2/api:Api",
        "aws:cloudfront/distribution:Distribution",
        "aws:ecr/repository:Repository",
        "aws:ecs/cluster:Cluster",
        "aws:ecs/service:Service",
        "aws:eks/cluster:Cluster",
        "aws:sfn/stateMachine:StateMachine",
        "aws:sagemaker/model:Model",
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        "aws:sagemaker/endpoint:Endpoint",
        "aws:sagemaker/notebookInstance:NotebookInstance",
        "aws:sagemaker/domain:Domain",
    ),
    summary="A resource that costs or holds data has the tags that the organisation requires.",
    cause="Nobody can tell who pays for the resource, or whom to ask before it is changed.",
    remedy="add the tag, best by the provider's defaultTags",
    url="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    level=Level.ADVISORY,
    settings=(
        Setting(
            "tags",
            {
                "type": "array",
                "items": {"type": "string"},
                "description": "Keys that a resource must have, for example Owner",
            },
            [],
        ),
        Setting(
            "defaults",
            {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Values that a repair sets where a required tag is missing",
            },
            {},
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Tags that cannot be known yet may be the required ones."""
    required = resource.texts("tags")
    if not required:
        yield not_applicable("the pack's configuration requires no tags")
        return
    blocks = [resource["tags"], resource["tagsAll"]]
    present = {name for block in blocks for name, value in block.items() if value.unknown or value.text()}
    if not any(block.unknown for block in blocks):
        for name in required:
            if name not in present:
                yield violation("tags", f"has no {name}")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Only tags that have a default; tags that a resource has stay as they are."""
    own, default = dict(resource["tags"].items()), dict(resource["tagsAll"].items())
    waits = resource["tags"].unknown or resource["tagsAll"].unknown or any(value.unknown for value in own.values())
    values = resource.settings["defaults"]
    if waits or not isinstance(values, Mapping):
        return {}
    missing = {name: values[name] for name in resource.texts("tags") if name in values and name not in {*own, *default}}
    return {"tags": {**{name: value.text() for name, value in own.items()}, **missing}} if missing else {}
