"""Fixtures of ec2-volume-generation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ebs/volume", type="gp3")
INSTANCE = aws("ec2/instance", rootBlockDevice={"volumeType": "gp3"}, ebsBlockDevices=[{"volumeType": "io2"}])
SPOT = aws("ec2/spotInstanceRequest", ebsBlockDevices=[{"volumeType": "io2"}])
GROUP = aws("ec2/launchConfiguration", ebsBlockDevices=[{"volumeType": "io2"}])
TEMPLATE = aws("ec2/launchTemplate", blockDeviceMappings=[{"ebs": {"volumeType": "gp3"}}])

CASES = Cases(
    passes=[SOUND, INSTANCE, SPOT, GROUP, TEMPLATE, SOUND.but(type=None), SOUND.but(type="st1")],
    fails=[
        SOUND.but(("type is gp2",), type="gp2"),
        SOUND.but(("type is standard",), type="standard"),
        SOUND.but(("type is io1",), type="io1"),
        INSTANCE.but(("rootBlockDevice.volumeType is gp2",), rootBlockDevice={"volumeType": "gp2"}),
        SPOT.but(("ebsBlockDevices[0].volumeType is io1",), ebsBlockDevices=[{"volumeType": "io1"}]),
        GROUP.but(("ebsBlockDevices[0].volumeType is io1",), ebsBlockDevices=[{"volumeType": "io1"}]),
        TEMPLATE.but(
            ("blockDeviceMappings[0].ebs.volumeType is gp2",), blockDeviceMappings=[{"ebs": {"volumeType": "gp2"}}]
        ),
    ],
    not_applicable=[],
    unknown=[SOUND.but(type=U), INSTANCE.but(rootBlockDevice=U)],
    always_applicable=True,
)
