"""Models that Bedrock no longer has.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

THROUGHPUT: Final = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"

ENDED: Final[Mapping[str, str]] = {
    "amazon.nova-canvas-v1:0": "2026-09-30",
    "amazon.nova-premier-v1:0": "2026-09-14",
    "amazon.nova-sonic-v1:0": "2026-09-14",
    "amazon.titan-image-generator-v2:0": "2026-06-30",
    "anthropic.claude-3-5-haiku-20241022-v1:0": "2026-06-19",
    "anthropic.claude-3-5-sonnet-20240620-v1:0": "2026-03-01",
    "anthropic.claude-3-5-sonnet-20241022-v2:0": "2026-03-01",
    "anthropic.claude-3-7-sonnet-20250219-v1:0": "2026-04-28",
    "anthropic.claude-3-haiku-20240307-v1:0": "2026-09-10",
    "anthropic.claude-3-sonnet-20240229-v1:0": "2026-07-30",
    "anthropic.claude-sonnet-4-20250514-v1:0": "2026-10-14",
    "cohere.command-r-plus-v1:0": "2026-08-19",
    "cohere.command-r-v1:0": "2026-08-19",
}
"""Model, to the day from which calls fail everywhere."""


def end_of(model: str) -> tuple[str, str] | None:
    """The model and its last day, of an ARN or an id, which may name a context length (``...:0:200k``) too."""
    name = model.rpartition("/")[2]
    return next(((known, day) for known, day in ENDED.items() if name == known or name.startswith(f"{known}:")), None)
