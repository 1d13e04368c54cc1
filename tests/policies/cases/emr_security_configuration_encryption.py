"""Fixtures of emr-security-configuration-encryption."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws


def configuration(at_rest: object = True, in_transit: object = True) -> dict[str, object]:
    block = {"EnableAtRestEncryption": at_rest, "EnableInTransitEncryption": in_transit}
    return {"EncryptionConfiguration": block}


SOUND = aws("emr/securityConfiguration", configuration=json.dumps(configuration()))
PATH = "configuration.EncryptionConfiguration.Enable"

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but((f"{PATH}AtRestEncryption is false",), configuration=json.dumps(configuration(False))),
        SOUND.but((f"{PATH}InTransitEncryption is false",), configuration=json.dumps(configuration(in_transit=False))),
        SOUND.but((f"{PATH}InTransitEncryption is not set",), configuration=configuration(in_transit=None)),
    ],
    not_applicable=[],
    unknown=[SOUND.but(configuration=U)],
    always_applicable=True,
)
