"""Fixtures of rds-multi-az-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = replace(aws("rds/instance", multiAz=False), environment="staging")
FOUND = SOUND.but(("multiAz is true",), multiAz=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(multiAz=None)],
    fails=[FOUND],
    not_applicable=[replace(FOUND, environment="prod"), replace(FOUND, environment="")],
    unknown=[SOUND.but(multiAz=U)],
)
