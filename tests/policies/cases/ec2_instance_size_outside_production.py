"""Fixtures of ec2-instance-size-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

SOUND = replace(aws("ec2/instance", instanceType="t4g.small"), environment="staging")
FOUND = SOUND.but(("instanceType is m7i.8xlarge, which is a 4xlarge or larger",), instanceType="m7i.8xlarge")
ACCELERATED = (
    "p5.48xlarge",
    "g6e.xlarge",
    "gr6.4xlarge",
    "inf2.xlarge",
    "trn1.2xlarge",
    "dl1.24xlarge",
    "vt1.3xlarge",
    "f1.2xlarge",
)
LARGE = ("m7i.4xlarge", "u7i-12tb.224xlarge", "m7g.metal", "c7i.metal-48xl", "m7i-flex.4xlarge")
SMALL = ("m7i.2xlarge", "m7i.3xlarge", "t4g.nano", "m7i-flex.large", "mac2.large")
OTHERS = ("launchTemplate", "spotInstanceRequest", "launchConfiguration")


def typed(kind: str) -> Case:
    return replace(aws(f"ec2/{kind}", instanceType="t4g.small"), environment="staging")


CASES = Cases(
    passes=[
        SOUND,
        *(typed(kind) for kind in OTHERS),
        SOUND.but(instanceType=None),
        *(SOUND.but(instanceType=kind) for kind in SMALL),
        SOUND.but(instanceType="what is this"),
    ],
    fails=[
        FOUND,
        *(typed(kind).but(FOUND.names, instanceType="m7i.8xlarge") for kind in OTHERS),
        *(SOUND.but((f"instanceType is {kind}, which has acc",), instanceType=kind) for kind in ACCELERATED),
        *(SOUND.but((f"instanceType is {kind}, which is a 4",), instanceType=kind) for kind in LARGE),
    ],
    not_applicable=[replace(FOUND, environment="Prod"), replace(FOUND, environment="")],
    unknown=[SOUND.but(instanceType=U)],
)
