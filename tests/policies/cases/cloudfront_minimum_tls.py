"""Fixtures of cloudfront-minimum-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def certificate(version: object, own: object = None) -> dict[str, object]:
    return {"acmCertificateArn": U, "minimumProtocolVersion": version, "cloudfrontDefaultCertificate": own}


SOUND = aws("cloudfront/distribution", viewerCertificate=certificate("TLSv1.2_2021"))
PATH = "viewerCertificate.minimumProtocolVersion is "
OLD = ("SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016")

CASES = Cases(
    passes=[SOUND, SOUND.but(viewerCertificate=certificate("TLSv1.3_2025"))],
    fails=[
        SOUND.but((f"{PATH}not set, so TLS 1.0",), viewerCertificate=certificate(None)),
        *(SOUND.but((f"{PATH}{version}",), viewerCertificate=certificate(version)) for version in OLD),
    ],
    not_applicable=[
        SOUND.but(viewerCertificate=certificate("TLSv1", True)),
        SOUND.but(viewerCertificate=None),
    ],
    unknown=[SOUND.but(viewerCertificate=U), SOUND.but(viewerCertificate=certificate(U))],
)
