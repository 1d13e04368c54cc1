"""Tells a credential that stands in the open: by the shape of the value, or by the name of its variable.

The shapes are those that their issuers document, so that a scanner can find them. A name alone is not enough: the value
must be a literal that can be a credential, not a number, a path, an ARN or a reference to a store.
"""

from __future__ import annotations

import re
from typing import Final

_SHAPES: Final = {
    "an AWS access key id": re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b"),
    "a Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{30,}\b"),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b"),
}
_NAMES: Final = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|SESSION_TOKEN|AUTH_TOKEN|ACCESS_TOKEN|API_TOKEN"
    r"|HUB_TOKEN|API_KEY|PRIVATE_KEY|CREDENTIALS)$"
)
_REFERENCE: Final = re.compile(r"^(?:arn:|s3:|https?:|/|\{\{resolve:|\$\{|ssm:|secretsmanager:|alias/)|^[\d.]+$|[/\s]")


def in_text(text: str) -> str | None:
    """What credential a text holds, or None."""
    return next((kind for kind, shape in _SHAPES.items() if shape.search(text)), None)


def in_variable(name: str, value: str) -> str | None:
    """What credential an environment variable holds, or None."""
    if (kind := in_text(value)) is not None:
        return kind
    if _NAMES.search(name.upper()) and len(value) >= 8 and not _REFERENCE.search(value):
        return "a literal credential, to judge by its name"
    return None
