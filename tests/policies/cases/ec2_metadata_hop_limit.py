"""Fixtures of ec2-metadata-hop-limit."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ec2/instance", metadataOptions={"httpPutResponseHopLimit": 1.0})

CASES = Cases(
    passes=[
        aws("ec2/spotInstanceRequest", instanceType="m7g.large"),
        SOUND,
        SOUND.but(metadataOptions={"httpPutResponseHopLimit": 2.0}),
        aws("ec2/launchTemplate", imageId="ami-1"),
        aws("ec2/launchConfiguration", imageId="ami-1"),
    ],
    fails=[
        SOUND.but(
            ("metadataOptions.httpPutResponseHopLimit is 3, outside 1 to 2",),
            metadataOptions={"httpPutResponseHopLimit": 3.0},
        ),
        SOUND.but(
            ("metadataOptions.httpPutResponseHopLimit is 0, outside 1 to 2",),
            metadataOptions={"httpPutResponseHopLimit": 0.0},
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(metadataOptions=U)],
    always_applicable=True,
)
