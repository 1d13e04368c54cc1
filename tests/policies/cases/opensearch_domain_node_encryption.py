"""Fixtures of opensearch-domain-node-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("opensearch/domain", nodeToNodeEncryption={"enabled": True})

CASES = Cases(
    passes=[
        SOUND,
        aws("elasticsearch/domain", nodeToNodeEncryption={"enabled": True}),
        SOUND.but(nodeToNodeEncryption=[{"enabled": True}]),
    ],
    fails=[
        SOUND.but(("nodeToNodeEncryption.enabled is not set",), nodeToNodeEncryption=None),
        SOUND.but(("nodeToNodeEncryption.enabled is false",), nodeToNodeEncryption={"enabled": False}),
        aws(
            "elasticsearch/domain", ("nodeToNodeEncryption.enabled is false",), nodeToNodeEncryption={"enabled": False}
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(nodeToNodeEncryption=U), SOUND.but(nodeToNodeEncryption={"enabled": U})],
    always_applicable=True,
)
