"""Fixtures of opensearch-policy-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def open_to(principal: object, **more: object) -> dict[str, object]:
    return {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "es:*", "Resource": "*", **more}]}


OPEN = ("accessPolicies.Statement[0].Principal",)
NAMED = aws("opensearch/domain", accessPolicies=open_to({"AWS": "arn:aws:iam::123456789012:role/search"}))
OLD = aws("elasticsearch/domain", accessPolicies=open_to({"AWS": "arn:aws:iam::123456789012:role/search"}))
OFFICE = aws(
    "elasticsearch/domainPolicy",
    accessPolicies=open_to("*", Condition={"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}),
)

CASES = Cases(
    passes=[NAMED, OLD, OFFICE],
    fails=[
        NAMED.but(OPEN, accessPolicies=open_to({"AWS": "*"})),
        OLD.but(OPEN, accessPolicies=open_to({"AWS": "*"})),
        OFFICE.but(OPEN, accessPolicies=open_to("*", Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})),
        aws("opensearch/domainPolicy", OPEN, accessPolicies=open_to({"AWS": "*"})),
    ],
    not_applicable=[
        aws("opensearch/domain", engineVersion="OpenSearch_2.15"),
        aws("opensearch/domain", accessPolicies=open_to({"AWS": "*"}), vpcOptions={"subnetIds": [U]}),
        aws("opensearch/domainPolicy"),
    ],
    unknown=[NAMED.but(accessPolicies=U)],
)
