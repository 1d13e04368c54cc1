"""Servers and containers as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import ACCOUNT, GROUPS, KEY, REGION, SUBNETS, TAGS, Json, arn, ref, res

IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop:1.4.2"
SERVER = [
    res(
        "ec2/instance",
        "server",
        ami="ami-0123456789abcdef0",
        instanceType="m7g.large",
        subnetId=SUBNETS[0],
        associatePublicIpAddress=False,
        vpcSecurityGroupIds=GROUPS,
        ebsOptimized=True,
        monitoring=True,
        iamInstanceProfile=ref("profile"),
        metadataOptions={"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0},
        rootBlockDevice={"encrypted": True, "volumeType": "gp3", "volumeSize": 30.0},
        ebsBlockDevices=[{"deviceName": "/dev/sdf", "encrypted": True, "volumeSize": 100.0, "volumeType": "gp3"}],
        tags=TAGS,
    )
]
TEMPLATE = [
    res(
        "ec2/launchTemplate",
        "template",
        namePrefix="shop-",
        imageId="ami-0123456789abcdef0",
        instanceType="m7g.large",
        networkInterfaces=[{"associatePublicIpAddress": "false", "securityGroups": GROUPS}],
        metadataOptions={"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0},
        monitoring={"enabled": True},
        blockDeviceMappings=[
            {"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "volumeType": "gp3", "volumeSize": 30.0}}
        ],
        tags=TAGS,
    )
]
KUBERNETES = [
    res(
        "eks/cluster",
        "kubernetes",
        name="shop",
        version="1.33",
        roleArn=arn("iam", "role/eks"),
        enabledClusterLogTypes=["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfig={"provider": {"keyArn": KEY}, "resources": ["secrets"]},
        vpcConfig={
            "subnetIds": SUBNETS,
            "securityGroupIds": GROUPS,
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
        tags=TAGS,
    )
]
CONTAINER: dict[str, Plain] = {
    "name": "shop",
    "image": IMAGE,
    "essential": True,
    "readonlyRootFilesystem": True,
    "user": "1000",
    "portMappings": [{"containerPort": 8080}],
    "environment": [{"name": "STAGE", "value": "prod"}],
    "secrets": [
        {"name": "DB_PASSWORD", "valueFrom": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop/db-a1b2c3"}
    ],
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/shop", "awslogs-region": REGION, "awslogs-stream-prefix": "shop"},
    },
}


def task(**container: Plain) -> list[Subject]:
    """A task with one container, which ``container`` changes, and a shared file system."""
    point = {"accessPointId": ref("point", "fsap-0123456789abcdef0"), "iam": "ENABLED"}
    files = {"fileSystemId": ref("files"), "transitEncryption": "ENABLED", "authorizationConfig": point}
    return [
        res(
            "ecs/taskDefinition",
            "task",
            family="shop",
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="512",
            memory="1024",
            executionRoleArn=arn("iam", "role/shop-exec"),
            taskRoleArn=arn("iam", "role/shop-task"),
            volumes=[{"name": "files", "efsVolumeConfiguration": files}],
            containerDefinitions=Json([{**CONTAINER, **container}]),
            tags=TAGS,
        )
    ]


TASK = task()
FARGATE = [
    res("ecs/cluster", "cluster", name="shop", settings=[{"name": "containerInsights", "value": "enabled"}], tags=TAGS),
    res(
        "ecs/service",
        "service",
        name="shop",
        cluster=ref("cluster"),
        taskDefinition=ref("task"),
        launchType="FARGATE",
        platformVersion="LATEST",
        desiredCount=2.0,
        enableExecuteCommand=False,
        deploymentCircuitBreaker={"enable": True, "rollback": True},
        networkConfiguration={"subnets": SUBNETS, "securityGroups": GROUPS, "assignPublicIp": False},
        tags=TAGS,
    ),
]
REGISTRY = [
    res(
        "ecr/repository",
        "images",
        name="shop",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": KEY}],
        tags=TAGS,
    ),
    res(
        "ecr/lifecyclePolicy",
        "images-life",
        repository=ref("images", "shop"),
        policy=Json(
            {
                "rules": [
                    {
                        "rulePriority": 1,
                        "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 10},
                        "action": {"type": "expire"},
                    }
                ]
            }
        ),
    ),
]
