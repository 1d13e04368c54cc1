"""What a transform job reads and writes: pure.

A job goes on after a file that fails, keeps the outputs of the others and ends as Failed; an output is
`S3OutputPath/<relative path>.out`
(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html). The relative path is the entry of
the manifest, or what follows the last slash of an S3 prefix
(https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformS3DataSource.html).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.sagemaker.artifacts import S3Uri

SHOWN_FAILURES: Final = 5
REASON_LENGTH: Final = 1024


@dataclass(frozen=True, slots=True)
class JobInput:
    """One object of a job.

    Attributes:
        source: Where it is.
        relative: Its path below the job's input, which names its output.
    """

    source: S3Uri
    relative: str

    def output(self, path: str) -> S3Uri:
        """Where its result goes, below `S3OutputPath`."""
        base = S3Uri.parse(path)
        prefix = f"{base.key.rstrip('/')}/" if base.key else ""
        return S3Uri(base.bucket, f"{prefix}{self.relative}.out")


def of_prefix(prefix: S3Uri, key: str) -> JobInput:
    """The input that an object below an S3 prefix is."""
    folder = prefix.key.rpartition("/")[0]
    relative = key[len(folder) + 1 :] if folder else key
    return JobInput(S3Uri(prefix.bucket, key), relative)


def of_manifest(text: bytes, name: str) -> list[JobInput]:
    """The inputs that a ManifestFile lists: `[{"prefix": "s3://bucket/folder/"}, "a.png", "sub/b.png"]`.

    Args:
        text: The file.
        name: What errors call it.

    Raises:
        ValueError: Not such a list; the message says where.
    """
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise ValueError(f"manifest {name} is not JSON: {error}") from error
    if not isinstance(entries, list) or not entries or not isinstance(entries[0], dict) or "prefix" not in entries[0]:
        raise ValueError(f'manifest {name} must be a list that starts with {{"prefix": "s3://…"}}')
    base = S3Uri.parse(str(entries[0]["prefix"]))
    inputs = []
    for number, entry in enumerate(entries[1:], start=1):
        if not isinstance(entry, str) or not entry:
            raise ValueError(f"manifest {name}: entry {number} is {entry!r}; accepted: a path below the prefix")
        inputs.append(JobInput(S3Uri(base.bucket, base.key + entry), entry))
    return inputs


def failure_reason(failures: Sequence[tuple[str, str]], total: int) -> str:
    """Why a job failed: AWS's sentence, then the first files and their reasons."""
    shown = "; ".join(f"{key}: {reason}" for key, reason in failures[:SHOWN_FAILURES])
    more = f" and {len(failures) - SHOWN_FAILURES} more" if len(failures) > SHOWN_FAILURES else ""
    text = f"ClientError: See job logs for more information. {len(failures)} of {total} objects failed: {shown}{more}"
    return text[:REASON_LENGTH]
