"""Fixtures of s3-bucket-acl-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

GROUP = "http://acs.amazonaws.com/groups/global/AllUsers"
LOGS = "http://acs.amazonaws.com/groups/s3/LogDelivery"
PRIVATE = aws("s3/bucketAcl", bucket=U, acl="private")
OBJECT = aws("s3/bucketObjectv2", bucket=U, acl="bucket-owner-full-control")
OLD = aws("s3/bucket", grants=[{"type": "Group", "uri": LOGS}])


def granted(uri: object) -> dict[str, object]:
    return {"grants": [{"grantee": {"id": "1"}}, {"grantee": {"uri": uri}}]}


GRANT = aws("s3/bucketAcl", accessControlPolicy=granted(LOGS))
ELDERS = [aws(token, bucket=U, acl="private") for token in ("s3/bucketAclV2", "s3/bucketV2", "s3/bucketObject")]

CASES = Cases(
    passes=[PRIVATE, OBJECT, OLD, GRANT, *ELDERS, aws("s3/bucket", acl="log-delivery-write")],
    fails=[
        PRIVATE.but(("acl is public-read;",), acl="public-read"),
        PRIVATE.but(("acl is authenticated-read",), acl="authenticated-read"),
        OBJECT.but(("acl is public-read-write",), acl="public-read-write"),
        aws("s3/bucket", ("acl is public-read;",), acl="public-read"),
        *(elder.but(("acl is public-read;",), acl="public-read") for elder in ELDERS),
        GRANT.but(
            ("accessControlPolicy.grants[1].grantee.uri grants to everyone",), accessControlPolicy=granted(GROUP)
        ),
        GRANT.but(
            ("accessControlPolicy.grants[1].grantee.uri grants to everyone",),
            accessControlPolicy=granted(GROUP.replace("AllUsers", "AuthenticatedUsers")),
        ),
        OLD.but(("grants[0].uri grants",), grants=[{"type": "Group", "uri": GROUP}]),
    ],
    not_applicable=[aws("s3/bucket", bucket="b")],
    unknown=[PRIVATE.but(acl=U), GRANT.but(accessControlPolicy=U)],
)
