"""Fixtures of emr-cluster-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("emr/cluster", releaseLabel="emr-7.5.0", logUri="s3://logs/emr/")

CASES = Cases(
    passes=[SOUND, SOUND.but(logUri=U)],
    fails=[SOUND.but(("logUri is not set",), logUri=None), SOUND.but(("logUri is not set",), logUri="")],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
