"""Fixtures of opensearch-domain-network."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

INSIDE = aws("opensearch/domain", engineVersion="OpenSearch_2.15", vpcOptions={"subnetIds": [U]})

CASES = Cases(
    passes=[INSIDE, INSIDE.but(vpcOptions=U), aws("elasticsearch/domain", vpcOptions=U)],
    fails=[
        INSIDE.but(("vpcOptions is not set",), vpcOptions=None),
        aws("elasticsearch/domain", ("vpcOptions is not set",)),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
