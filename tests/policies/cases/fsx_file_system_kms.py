"""Fixtures of fsx-file-system-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

KINDS = [aws(f"fsx/{kind}FileSystem", kmsKeyId=U) for kind in ("windows", "ontap", "openZfs", "lustre")]
LUSTRE = aws("fsx/lustreFileSystem", deploymentType="PERSISTENT_2", kmsKeyId=U)
NOT_SET = ("kmsKeyId is not set",)

CASES = Cases(
    passes=[*KINDS[:3], LUSTRE, LUSTRE.but(deploymentType="SCRATCH_2")],
    fails=[*(kind.but(NOT_SET, kmsKeyId=None) for kind in KINDS[:3]), LUSTRE.but(NOT_SET, kmsKeyId=None)],
    not_applicable=[KINDS[3].but(kmsKeyId=None), LUSTRE.but(kmsKeyId=None, deploymentType="SCRATCH_2")],
    unknown=[LUSTRE.but(kmsKeyId=None, deploymentType=U)],
)
