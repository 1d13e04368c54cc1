"""Fixtures of ec2-block-device-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

DISK = {"deviceName": "/dev/sdb", "encrypted": True}
PLAIN = {"deviceName": "/dev/sdb", "encrypted": False}
SILENT = {"deviceName": "/dev/sdb"}
LATER = {"deviceName": "/dev/sdb", "encrypted": U}
INSTANCE = aws("ec2/instance", rootBlockDevice={"encrypted": True, "volumeSize": 20.0}, ebsBlockDevices=[DISK])
SPOT = aws("ec2/spotInstanceRequest", ebsBlockDevices=[DISK])
TEMPLATE = aws("ec2/launchTemplate", blockDeviceMappings=[{"ebs": {"encrypted": "true"}}])
GROUP = aws("ec2/launchConfiguration", ebsBlockDevices=[DISK])
NOT_SET = ("ebsBlockDevices[0].encrypted is not set",)

CASES = Cases(
    passes=[
        INSTANCE,
        SPOT,
        TEMPLATE,
        GROUP,
        INSTANCE.but(ebsBlockDevices=[{**SILENT, "snapshotId": U}]),
        GROUP.but(ebsBlockDevices=[{**DISK, "snapshotId": "snap-1"}]),
    ],
    fails=[
        INSTANCE.but(("rootBlockDevice.encrypted is not set",), rootBlockDevice={"volumeSize": 20.0}),
        INSTANCE.but(("rootBlockDevice.encrypted is false",), rootBlockDevice={"encrypted": False, "volumeSize": 20.0}),
        INSTANCE.but(("ebsBlockDevices[0].encrypted is false",), ebsBlockDevices=[PLAIN]),
        SPOT.but(NOT_SET, ebsBlockDevices=[SILENT]),
        GROUP.but(NOT_SET, ebsBlockDevices=[SILENT]),
        GROUP.but(("ebsBlockDevices[0].encrypted is false",), ebsBlockDevices=[{**PLAIN, "snapshotId": "snap-1"}]),
        TEMPLATE.but(
            ("blockDeviceMappings[0].ebs.encrypted is false",), blockDeviceMappings=[{"ebs": {"encrypted": "false"}}]
        ),
        TEMPLATE.but(("blockDeviceMappings[0].ebs.encrypted is not set",), blockDeviceMappings=[{"ebs": {}}]),
    ],
    not_applicable=[
        aws("ec2/instance", ami="ami-1"),
        TEMPLATE.but(blockDeviceMappings=[{"deviceName": "/dev/sdc", "virtualName": "ephemeral0"}]),
    ],
    unknown=[SPOT.but(ebsBlockDevices=[LATER]), SPOT.but(ebsBlockDevices=U), aws("ec2/instance", rootBlockDevice=U)],
)
