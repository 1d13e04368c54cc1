"""A second reading of the same sources after the first repairs: documents, types and aliases left out before."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    KEY,
    OTHER,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    Json,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    trust,
)
from tests.policies.stranger.iam import GITHUB, READ, granted, managed, role
from tests.policies.stranger.shapes import SEARCH
from tests.policies.stranger.shapes_edge import CERTIFICATE, FORWARD, bucket


def iam() -> Iterator[Case]:
    words = "action|resource|statement"
    one = [("ec2", "ec2:*", "*"), ("organizations", ["organizations:*"], "*"), ("sts", "sts:*", "*")]
    one += [("kms", "kms:*", "*"), ("secrets", ["secretsmanager:*"], "*"), ("passrole", ["iam:Pass*"], "*")]
    one += [
        ("trust", "iam:UpdateAssumeRolePolicy", "*"),
        ("login", "iam:CreateLoginProfile", "*"),
        ("iam-put", "iam:Put*", "*"),
    ]
    one += [
        ("bucket", ["s3:GetObject", "s3:DeleteObject"], "arn:aws:s3:::*"),
        ("rds", "rds:*", "*"),
        ("cfn", "cloudformation:*", "*"),
    ]
    one += [
        ("table", "dynamodb:*", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/*"),
        ("invoke", "lambda:InvokeFunction", "*"),
    ]
    for name, action, resource in one:
        yield from pair(f"iam-2-{name}", managed(READ), "grant.policy", words, doc(allow(action, resource)))
    lower: Plain = {"version": "2012-10-17", "statement": [{"effect": "Allow", "action": "*", "resource": "*"}]}
    yield from pair("iam-2-lower", managed(READ), "grant.policy", words, Json(lower))
    mixed: Plain = {
        "Version": "2012-10-17",
        "Statement": [allow(["dynamodb:GetItem"], arn("dynamodb", "table/orders"))],
    }
    partly: Plain = {
        "Version": "2012-10-17",
        "Statement": [allow(["dynamodb:GetItem"], arn("dynamodb", "table/orders")), allow("iam:*", "*")],
    }
    yield from pair("iam-2-dict-partly", granted(mixed), "grant.policy", words, partly)
    create = doc(allow(["lambda:CreateFunction", "lambda:InvokeFunction", "iam:PassRole"], "*"))
    yield from pair("iam-2-lambda-pass", managed(READ), "grant.policy", words, create)
    boundary = role(trust("lambda.amazonaws.com"), permissionsBoundary=f"arn:aws:iam::{ACCOUNT}:policy/limits")
    admin = "arn:aws:iam::aws:policy/AdministratorAccess"
    yield from pair("iam-2-boundary", [boundary], "role.permissionsBoundary", "", admin)
    saml = {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/okta"}
    aud = {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}
    good = doc(allow("sts:AssumeRoleWithSAML", GONE, saml, Condition=aud))
    bad = doc(allow("sts:AssumeRoleWithSAML", GONE, saml))
    yield from pair("iam-2-saml", [role(good)], "role.assumeRolePolicy", "condition|aud|principal", bad)
    sub = {"token.actions.githubusercontent.com:sub": "repo:shop/orders:environment:prod"}
    audience = {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
    web = "sts:AssumeRoleWithWebIdentity"
    exact = doc(allow(web, GONE, {"Federated": GITHUB}, Condition={"StringEquals": {**audience, **sub}}))
    no_audience = doc(allow(web, GONE, {"Federated": GITHUB}, Condition={"StringEquals": sub}))
    yield from pair("iam-2-github-aud", [role(exact)], "role.assumeRolePolicy", "condition|aud|principal", no_audience)
    owner = {"StringEquals": audience, "StringLike": {"token.actions.githubusercontent.com:sub": "repo:shop/*"}}
    anyone = doc(allow(web, GONE, {"Federated": GITHUB}, Condition=owner))
    yield from pair("iam-2-github-owner", [role(exact)], "role.assumeRolePolicy", "condition|sub|principal", anyone)
    cross = doc(allow("sts:AssumeRole", GONE, {"AWS": f"arn:aws:iam::{OTHER}:role/deploy"}))
    every = doc(allow("sts:AssumeRole", GONE, {"AWS": "arn:aws:iam::*:root"}))
    yield from pair("iam-2-trust-accounts", [role(cross)], "role.assumeRolePolicy", "principal", every)
    sso = {
        "instanceArn": "arn:aws:sso:::instance/ssoins-1",
        "permissionSetArn": "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
    }
    read = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    grant = [res("ssoadmin/managedPolicyAttachment", "grant", managedPolicyArn=read, **sso)]
    yield from pair("iam-2-sso-admin", grant, "grant.managedPolicyArn", "", admin)


def encryption() -> Iterator[Case]:
    old = {key: value for key, value in SEARCH[0].raw.items() if key not in {"engineVersion"}}
    elastic = [res("elasticsearch/domain", "search", **{**old, "elasticsearchVersion": "7.10"})]
    yield from pair("enc-2-elastic-rest", elastic, "search.encryptAtRest", "", GONE)
    yield from pair("enc-2-elastic-nodes", elastic, "search.nodeToNodeEncryption.enabled", "nodetonode", False)
    yield from pair("enc-2-elastic-https", elastic, "search.domainEndpointOptions.enforceHttps", "", False)
    alb = {"loadBalancerArn": ref("front"), "port": 443.0, "protocol": "HTTPS", "certificateArn": CERTIFICATE}
    listener = [
        res("alb/listener", "https", sslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06", defaultActions=[FORWARD], **alb)
    ]
    yield from pair("enc-2-alb-policy", listener, "https.sslPolicy", "", "ELBSecurityPolicy-TLS-1-0-2015-04")
    table: dict[str, Plain] = {"clusterName": "shop", "nodeType": "db.t4g.small", "aclName": "shop", "tags": TAGS}
    memory = [
        res(
            "memorydb/cluster",
            "memory",
            tlsEnabled=True,
            kmsKeyArn=KEY,
            subnetGroupName=ref("s"),
            **{k: v for k, v in table.items() if k != "clusterName"},
        )
    ]
    yield from pair("enc-2-memorydb", memory, "memory.tlsEnabled", "", False)
    spot: dict[str, Plain] = {"ami": "ami-0123456789abcdef0", "instanceType": "m7g.large", "tags": TAGS}
    spot |= {
        "metadataOptions": {"httpTokens": "required"},
        "rootBlockDevice": {"encrypted": True},
        "subnetId": SUBNETS[0],
    }
    yield from pair(
        "enc-2-spot-root", [res("ec2/spotInstanceRequest", "spot", **spot)], "spot.rootBlockDevice.encrypted", "", False
    )
    yield from pair(
        "enc-2-spot-imds",
        [res("ec2/spotInstanceRequest", "spot", **spot)],
        "spot.metadataOptions.httpTokens",
        "",
        "optional",
    )
    group: dict[str, Plain] = {
        "globalClusterIdentifier": "shop",
        "engine": "aurora-postgresql",
        "deletionProtection": True,
    }
    yield from pair(
        "enc-2-global",
        [res("rds/globalCluster", "world", storageEncrypted=True, **group)],
        "world.storageEncrypted",
        "",
        False,
    )
    launch: dict[str, Plain] = {"imageId": "ami-0123456789abcdef0", "instanceType": "m7g.large"}
    launch |= {"metadataOptions": {"httpTokens": "required"}, "rootBlockDevice": {"encrypted": True}}
    yield from pair(
        "enc-2-launch",
        [res("ec2/launchConfiguration", "launch", **launch)],
        "launch.rootBlockDevice.encrypted",
        "",
        False,
    )
    subscribe = {"topic": ref("alerts", "arn:aws:sns:eu-central-1:111122223333:alerts"), "protocol": "https"}
    hook = [res("sns/topicSubscription", "hook", endpoint="https://hooks.example.com/a", **subscribe)]
    yield from pair("enc-2-sns-http", hook, "hook.protocol", "protocol", "http")
    sftp = {
        "endpointType": "VPC",
        "endpointDetails": {"vpcId": VPC, "subnetIds": SUBNETS},
        "protocols": ["SFTP"],
        "tags": TAGS,
    }
    server = [
        res(
            "transfer/server",
            "sftp",
            securityPolicyName="TransferSecurityPolicy-2024-01",
            loggingRole=arn("iam", "role/sftp-log"),
            **sftp,
        )
    ]
    yield from pair("enc-2-transfer-policy", server, "sftp.securityPolicyName", "", "TransferSecurityPolicy-2018-11")
    secret = [
        res("secretsmanager/secret", "secret", name="shop/db", kmsKeyId=KEY, recoveryWindowInDays=30.0, tags=TAGS)
    ]
    yield from pair("enc-2-secret", secret, "secret.kmsKeyId", "", GONE)
    vault = [res("backup/vault", "vault", name="shop", kmsKeyArn=KEY, tags=TAGS)]
    yield from pair("enc-2-vault", vault, "vault.kmsKeyArn", "", GONE)
    images = {
        "name": "shop",
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
        "tags": TAGS,
    }
    registry = [
        res("ecr/repository", "images", encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": KEY}], **images)
    ]
    yield from pair("enc-2-ecr", registry, "images.encryptionConfigurations", "", GONE)
    default = bucket()
    yield from pair(
        "enc-2-bucket-aes",
        default,
        "store-kms.rules.0.applyServerSideEncryptionByDefault",
        "ssealgorithm|kms",
        {"sseAlgorithm": "AES256"},
    )
    fsx: dict[str, Plain] = {
        "storageCapacity": 1200.0,
        "subnetIds": [SUBNETS[0]],
        "deploymentType": "PERSISTENT_2",
        "perUnitStorageThroughput": 125.0,
        "tags": TAGS,
    }
    yield from pair(
        "enc-2-fsx", [res("fsx/lustreFileSystem", "scratch", kmsKeyId=KEY, **fsx)], "scratch.kmsKeyId", "", GONE
    )
    proxy: dict[str, Plain] = {
        "name": "shop",
        "engineFamily": "POSTGRESQL",
        "roleArn": arn("iam", "role/proxy"),
        "vpcSubnetIds": SUBNETS,
        "auths": [{"authScheme": "SECRETS", "secretArn": ref("secret"), "iamAuth": "REQUIRED"}],
    }
    yield from pair(
        "enc-2-proxy", [res("rds/proxy", "proxy", requireTls=True, tags=TAGS, **proxy)], "proxy.requireTls", "", False
    )
