"""Sound stacks that face clients, and what an account writes down of them."""

from __future__ import annotations

from tests.policies.sound.build import KEY, TAGS, arn, ref, thing

CERTIFICATE = arn("acm", "certificate/site")
BALANCER = arn("elasticloadbalancing", "loadbalancer/app/site/1", "site")
TARGET = [{"type": "forward", "targetGroupArn": arn("elasticloadbalancing", "targetgroup/site/1", "group")}]
REDIRECT = [{"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}]

SITE = [
    thing("lb/loadBalancer", "site", loadBalancerType="application", internal=True, dropInvalidHeaderFields=True,
          enableDeletionProtection=True, accessLogs={"bucket": ref("logs"), "enabled": True}, tags=TAGS),
    thing("lb/listener", "https", loadBalancerArn=BALANCER, port=443.0, protocol="HTTPS", certificateArn=CERTIFICATE,
          sslPolicy="ELBSecurityPolicy-TLS13-1-2-Res-2021-06", defaultActions=TARGET),
    thing("lb/listener", "http", loadBalancerArn=BALANCER, port=80.0, protocol="HTTP", defaultActions=REDIRECT),
    thing("lb/loadBalancer", "through", loadBalancerType="network", internal=True, enableDeletionProtection=True),
    thing("lb/listener", "through-tls", loadBalancerArn=ref("through"), port=443.0, protocol="TCP",
          defaultActions=TARGET),
    thing("lb/listener", "inspection", loadBalancerArn=ref("gateway"), defaultActions=TARGET),
    thing("cloudfront/distribution", "cdn", enabled=True,
          origins=[{"domainName": ref("bucket", "b.s3.amazonaws.com"), "originId": "b",
                    "originAccessControlId": ref("o")},
                   {"domainName": "site.s3-website-eu-west-1.amazonaws.com", "originId": "w",
                    "customOriginConfig": {"originProtocolPolicy": "http-only", "originSslProtocols": ["TLSv1.2"],
                                           "httpPort": 80.0, "httpsPort": 443.0}}],
          defaultCacheBehavior={"viewerProtocolPolicy": "redirect-to-https", "targetOriginId": "b"},
          viewerCertificate={"cloudfrontDefaultCertificate": True}, defaultRootObject="index.html",
          restrictions={"geoRestriction": {"restrictionType": "none"}}, webAclId=ref("acl"), tags=TAGS),
    thing("apigateway/domainName", "api-name", domainName="api.example.org", securityPolicy="TLS_1_2",
          regionalCertificateArn=CERTIFICATE, tags=TAGS),
    thing("apigateway/methodSettings", "all", restApi=ref("api"), stageName="v1", methodPath="*/*",
          settings={"loggingLevel": "ERROR", "metricsEnabled": True, "throttlingRateLimit": 100.0}),
    thing("sns/topicSubscription", "hook", topic=arn("sns", "alarms"), protocol="https", endpoint="https://example.org"),
]  # fmt: skip
"""A site behind a balancer and a distribution."""

ACCOUNT = [
    thing("cloudtrail/trail", "trail", s3BucketName=ref("trail-logs"), isMultiRegionTrail=True,
          enableLogFileValidation=True, kmsKeyId=KEY, tags=TAGS),
    thing("guardduty/detector", "detector", tags=TAGS),
    thing("cfg/recorder", "recorder", roleArn=arn("iam", "role/config")),
    thing("cfg/recorderStatus", "recording", name=ref("recorder"), isEnabled=True),
    thing("ebs/encryptionByDefault", "disks", enabled=True),
    thing("kms/key", "data", enableKeyRotation=True, deletionWindowInDays=30.0, tags=TAGS),
    thing("codebuild/project", "build", serviceRole=arn("iam", "role/build"), artifacts={"type": "CODEPIPELINE"},
          environment={"type": "ARM_CONTAINER", "image": "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
                       "computeType": "BUILD_GENERAL1_SMALL"}, source={"type": "CODEPIPELINE"}, tags=TAGS),
    thing("ecr/repository", "images", imageTagMutability="IMMUTABLE", tags=TAGS,
          imageScanningConfiguration={"scanOnPush": True}),
    thing("cloudwatch/logGroup", "trail-group", retentionInDays=365.0, kmsKeyId=KEY, tags=TAGS),
]  # fmt: skip
"""What an account writes down."""
