"""Fixtures of glue-security-configuration-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def modes(logs: object = "SSE-KMS", bookmarks: object = "CSE-KMS", bucket: object = "SSE-KMS") -> dict[str, object]:
    return {
        "cloudwatchEncryption": {"cloudwatchEncryptionMode": logs},
        "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": bookmarks},
        "s3Encryption": {"s3EncryptionMode": bucket},
    }


SOUND = aws("glue/securityConfiguration", encryptionConfiguration=modes())
PATH = "encryptionConfiguration"

CASES = Cases(
    passes=[SOUND, SOUND.but(encryptionConfiguration=modes(bucket="SSE-S3"))],
    fails=[
        SOUND.but(
            (f"{PATH}.cloudwatchEncryption.cloudwatchEncryptionMode is DISABLED",),
            encryptionConfiguration=modes(logs="DISABLED"),
        ),
        SOUND.but(
            (f"{PATH}.jobBookmarksEncryption.jobBookmarksEncryptionMode is DISABLED",),
            encryptionConfiguration=modes(bookmarks="DISABLED"),
        ),
        SOUND.but(
            (f"{PATH}.s3Encryption.s3EncryptionMode is DISABLED",), encryptionConfiguration=modes(bucket="DISABLED")
        ),
        SOUND.but((f"{PATH}.s3Encryption.s3EncryptionMode is not set",), encryptionConfiguration=modes(bucket=None)),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encryptionConfiguration=U)],
    always_applicable=True,
)
