"""Fixtures of dax-cluster-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("dax/cluster", serverSideEncryption={"enabled": True}, clusterEndpointEncryptionType="TLS")

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("serverSideEncryption.enabled is not set",), serverSideEncryption=None),
        SOUND.but(("serverSideEncryption.enabled is false",), serverSideEncryption={"enabled": False}),
        SOUND.but(("clusterEndpointEncryptionType is not set",), clusterEndpointEncryptionType=None),
        SOUND.but(("clusterEndpointEncryptionType is NONE",), clusterEndpointEncryptionType="NONE"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(serverSideEncryption=U), SOUND.but(clusterEndpointEncryptionType=U)],
    always_applicable=True,
)
