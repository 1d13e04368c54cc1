"""Fixtures of rds-instance-size-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = replace(aws("rds/instance", instanceClass="db.t4g.medium"), environment="staging")
FOUND = SOUND.but(("instanceClass is db.r6g.8xlarge, which is a 4xlarge or larger",), instanceClass="db.r6g.8xlarge")
CLUSTER = replace(aws("rds/clusterInstance", instanceClass="db.t4g.medium"), environment="staging")

CASES = Cases(
    passes=[SOUND, SOUND.but(instanceClass=None), CLUSTER],
    fails=[FOUND, CLUSTER.but(FOUND.names, instanceClass="db.r6g.8xlarge")],
    not_applicable=[replace(FOUND, environment="production"), replace(FOUND, environment="")],
    unknown=[SOUND.but(instanceClass=U)],
)
