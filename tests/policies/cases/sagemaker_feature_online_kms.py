"""Fixtures of sagemaker-feature-online-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

GROUP = aws("sagemaker/featureGroup", featureGroupName="f", roleArn=U)

STORE = {"enableOnlineStore": True, "securityConfig": {"kmsKeyId": U}}
FOUND = ("onlineStoreConfig.securityConfig.kmsKeyId is not set",)
CASES = Cases(
    passes=[GROUP.but(onlineStoreConfig=STORE), GROUP.but(onlineStoreConfig={"securityConfig": {"kmsKeyId": U}})],
    fails=[
        GROUP.but(FOUND, onlineStoreConfig={"enableOnlineStore": True}),
        GROUP.but(FOUND, onlineStoreConfig={"securityConfig": {}}),
    ],
    not_applicable=[GROUP, GROUP.but(onlineStoreConfig={"enableOnlineStore": False})],
    unknown=[GROUP.but(onlineStoreConfig={"enableOnlineStore": U, "securityConfig": {"kmsKeyId": U}})],
)
