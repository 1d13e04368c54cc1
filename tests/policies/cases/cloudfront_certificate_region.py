"""Fixtures of cloudfront-certificate-region."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def certificate(arn: object) -> Case:
    return aws("cloudfront/distribution", viewerCertificate={"acmCertificateArn": arn})


HERE = "arn:aws:acm:us-east-1:123456789012:certificate/a"
ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b"
CASES = Cases(
    passes=[
        certificate(HERE),
        aws("cloudfront/distribution", webAclId=ACL),
        aws("cloudfront/distribution", webAclId="classic"),
    ],
    fails=[
        certificate(HERE.replace("us-east-1", "eu-west-1")).but(
            ("viewerCertificate.acmCertificateArn is in eu-west-1",)
        ),
        aws("cloudfront/distribution", ("webAclId is in eu-west-1",), webAclId=ACL.replace("us-east-1", "eu-west-1")),
    ],
    not_applicable=[aws("cloudfront/distribution", viewerCertificate={"cloudfrontDefaultCertificate": True})],
    unknown=[certificate(U)],
)
