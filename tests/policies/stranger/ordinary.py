"""Sound resources as most people write them: no more than is needed, with what AWS does by itself left to AWS."""

from __future__ import annotations

from collections.abc import Iterator

from tests.policies.stranger.build import (
    ACCOUNT,
    GROUPS,
    KEY,
    REGION,
    SUBNETS,
    VPC,
    Case,
    Json,
    allow,
    arn,
    doc,
    ref,
    res,
    sound,
    trust,
)

CLOSED = dict.fromkeys(["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"], True)


def encryption() -> Iterator[Case]:
    keys = [{"name": "id", "type": "S"}]
    yield sound(
        "plain-table", res("dynamodb/table", "orders", hashKey="id", attributes=keys, billingMode="PAY_PER_REQUEST")
    )
    yield sound("plain-topic", res("sns/topic", "alerts", kmsMasterKeyId="alias/aws/sns"))
    yield sound("plain-queue", res("sqs/queue", "jobs", visibilityTimeoutSeconds=60.0))
    yield sound(
        "plain-bucket",
        res("s3/bucket", "store"),
        res("s3/bucketPublicAccessBlock", "closed", bucket=ref("store"), **CLOSED),
    )
    yield sound("plain-secret", res("secretsmanager/secret", "secret", name="shop/db"))
    yield sound(
        "plain-volume",
        res("ebs/volume", "disk", availabilityZone="eu-central-1a", size=20.0, type="gp3", encrypted=True),
    )
    yield sound("plain-efs", res("efs/fileSystem", "files", encrypted=True))
    yield sound("plain-registry", res("ecr/repository", "images", imageScanningConfiguration={"scanOnPush": True}))
    yield sound("plain-parameter", res("ssm/parameter", "url", type="SecureString", value=ref("secret", "x")))


def functions() -> Iterator[Case]:
    basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    role = [
        res("iam/role", "role", assumeRolePolicy=trust("lambda.amazonaws.com")),
        res("iam/rolePolicyAttachment", "logs", role=ref("role"), policyArn=basic),
    ]
    base = {"runtime": "python3.13", "handler": "app.handler", "role": arn("iam", "role/role"), "timeout": 30.0}
    traced = {"tracingConfig": {"mode": "Active"}}
    yield sound("plain-function", *role, res("lambda/function", "hello", **base))
    yield sound("plain-function-traced", *role, res("lambda/function", "hello", **base, **traced))
    variables = {"environment": {"variables": {"TABLE": ref("orders"), "LOG_LEVEL": "INFO"}}}
    yield sound("plain-function-variables", *role, res("lambda/function", "hello", **base, **traced, **variables))
    nightly = res("cloudwatch/eventRule", "nightly", scheduleExpression="rate(1 day)")
    target = res("cloudwatch/eventTarget", "target", rule=ref("nightly"), arn=arn("lambda", "function:hello"))
    permit = res(
        "lambda/permission",
        "permit",
        action="lambda:InvokeFunction",
        function=ref("hello"),
        principal="events.amazonaws.com",
        sourceArn=arn("events", "rule/nightly"),
    )
    yield sound(
        "plain-function-nightly", *role, res("lambda/function", "hello", **base, **traced), nightly, target, permit
    )


def logs() -> Iterator[Case]:
    yield sound("plain-log-group", res("cloudwatch/logGroup", "log", retentionInDays=30.0))
    alarm = {"comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 1.0, "threshold": 0.0, "period": 300.0}
    errors = {
        "namespace": "AWS/Lambda",
        "metricName": "Errors",
        "statistic": "Sum",
        "dimensions": {"FunctionName": ref("hello")},
    }
    yield sound(
        "plain-alarm", res("cloudwatch/metricAlarm", "alarm", alarmActions=[arn("sns", "alerts")], **alarm, **errors)
    )


def networks() -> Iterator[Case]:
    yield sound(
        "plain-vpc",
        res("ec2/vpc", "vpc", cidrBlock="10.0.0.0/16"),
        res("ec2/subnet", "a", vpcId=VPC, cidrBlock="10.0.1.0/24"),
    )
    egress = [{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": ["0.0.0.0/0"]}]
    web = [{"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrBlocks": ["0.0.0.0/0"]}]
    yield sound("plain-group", res("ec2/securityGroup", "web", vpcId=VPC, ingress=web, egress=egress))
    imds = {"httpTokens": "required"}
    yield sound(
        "plain-server",
        res(
            "ec2/instance",
            "server",
            ami="ami-0123456789abcdef0",
            instanceType="t4g.small",
            subnetId=SUBNETS[0],
            vpcSecurityGroupIds=GROUPS,
            metadataOptions=imds,
            rootBlockDevice={"encrypted": True},
        ),
    )
    redirect = {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}}
    forward = {"type": "forward", "targetGroupArn": ref("target")}
    tls = {"sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "certificateArn": arn("acm", "certificate/1", "c")}
    yield sound(
        "plain-balancer",
        res("lb/loadBalancer", "front", subnets=SUBNETS, securityGroups=GROUPS),
        res("lb/listener", "http", loadBalancerArn=ref("front"), port=80.0, protocol="HTTP", defaultActions=[redirect]),
        res(
            "lb/listener",
            "https",
            loadBalancerArn=ref("front"),
            port=443.0,
            protocol="HTTPS",
            defaultActions=[forward],
            **tls,
        ),
    )
    box = [
        {
            "name": "app",
            "image": "public.ecr.aws/nginx/nginx:1.27",
            "essential": True,
            "portMappings": [{"containerPort": 80}],
        }
    ]
    fargate = {
        "family": "app",
        "cpu": "256",
        "memory": "512",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
    }
    yield sound(
        "plain-task",
        res(
            "ecs/taskDefinition",
            "task",
            executionRoleArn=arn("iam", "role/exec"),
            containerDefinitions=Json(box),
            **fargate,
        ),
    )


def others() -> Iterator[Case]:
    rds = {"engine": "postgres", "instanceClass": "db.t4g.micro", "allocatedStorage": 20.0, "storageEncrypted": True}
    yield sound(
        "plain-database",
        res("rds/instance", "db", username="shop", manageMasterUserPassword=True, skipFinalSnapshot=True, **rds),
    )
    api = res("apigatewayv2/api", "api", protocolType="HTTP", name="shop")
    yield sound(
        "plain-http-api", api, res("apigatewayv2/stage", "stage", apiId=ref("api"), name="$default", autoDeploy=True)
    )
    machine = Json({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    yield sound("plain-machine", res("sfn/stateMachine", "steps", roleArn=arn("iam", "role/steps"), definition=machine))
    read = doc(allow(["s3:GetObject"], f"arn:aws:s3:::shop-{ACCOUNT}-{REGION}/*"))
    yield sound("plain-policy", res("iam/policy", "read", policy=read))
    owner = "notebook-al2023-v1"
    yield sound(
        "plain-notebook",
        res(
            "sagemaker/notebookInstance",
            "study",
            instanceType="ml.t3.medium",
            roleArn=arn("iam", "role/s"),
            platformIdentifier=owner,
            subnetId=SUBNETS[0],
            securityGroups=GROUPS,
            directInternetAccess="Disabled",
            rootAccess="Disabled",
            kmsKeyId=KEY,
        ),
    )


AREAS = {"encryption": encryption, "lambda": functions, "logging": logs, "network": networks, "sagemaker": others}
