"""Fixtures of athena-workgroup-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def results(where: object, how: object, enforced: object = True) -> dict[str, object]:
    result = {"outputLocation": where, "encryptionConfiguration": {"encryptionOption": how}}
    return {"resultConfiguration": result, "enforceWorkgroupConfiguration": enforced}


PLACE = "s3://results/"
SOUND = aws("athena/workgroup", configuration=results(PLACE, "SSE_KMS"))
OPTION = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption is not set"

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(configuration=results(U, "SSE_S3")),
        SOUND.but(configuration=results(PLACE, "SSE_S3", None)),
    ],
    fails=[
        SOUND.but((OPTION,), configuration=results(PLACE, None)),
        SOUND.but(
            ("configuration.enforceWorkgroupConfiguration is false",), configuration=results(PLACE, "SSE_KMS", False)
        ),
    ],
    not_applicable=[SOUND.but(configuration=results(None, None)), SOUND.but(configuration=None)],
    unknown=[SOUND.but(configuration=results(PLACE, "SSE_KMS", U))],
)
