"""Tells a credential that stands in the open: by the shape of the value, or by the name of its variable.

The shapes are those that their issuers document, so that a scanner can find them. A name alone is not enough: the value
must be a literal that can be a credential, not a number, a path, an ARN or a reference to a store.
"""

from __future__ import annotations

import base64
import re
from typing import Final

_SHAPES: Final = {
    "an AWS access key id": re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b"),
    "a Hugging Face token": re.compile(r"\bhf_[A-Za-z0-9]{30,}\b"),
    "a Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b"),
    "a GitLab token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "an npm token": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}\b"),
    "a Google API key": re.compile(r"\bAIza[A-Za-z0-9_-]{35}"),
    "a password in a URL": re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/:@$<>{*]{3,}@"),
}
_SECRET_KEY: Final = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9/+]{40}")
"""AWS's secret access keys; the name must say so too, as a digest looks the same."""

_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASSIGNMENT: Final = re.compile(r"""^\s*(?:export\s+)?([A-Za-z_]\w*)=["']?([^\s"']+)""", re.MULTILINE)
_NAMES: Final = re.compile(
    r"(?:PASSWORD|PASSWD|PASSPHRASE|APIKEY|SECRETKEY)$|(?:^|_)(?:PASS|PWD|SECRET|SECRET_KEY|SECRET_ACCESS_KEY"
    r"|SESSION_TOKEN|AUTH_TOKEN|ACCESS_TOKEN|API_TOKEN|HUB_TOKEN|API_KEY|PRIVATE_KEY|CREDENTIALS)$"
)
_REFERENCE: Final = re.compile(r"^(?:arn:|s3:|https?:|/|\{\{resolve:|ssm:|secretsmanager:|alias/)|^[\d.]+$|[/\s]|^[$`]")


def in_text(text: str) -> str | None:
    """What credential a text holds, or None."""
    return next((kind for kind, shape in _SHAPES.items() if shape.search(text)), None)


def in_variable(name: str, value: str) -> str | None:
    """What credential an environment variable holds, or None."""
    if (kind := in_text(value)) is not None:
        return kind
    if not _NAMES.search(_WORD_START.sub("_", name).upper()):
        return None
    if _SECRET_KEY.fullmatch(value) or (len(value) >= 8 and not _REFERENCE.search(value)):
        return "a literal credential, to judge by its name"
    return None


def in_script(text: str) -> str | None:
    """What credential a shell script holds, in itself or in a variable that it sets, or None."""
    found = (in_variable(name, value) for name, value in _ASSIGNMENT.findall(text))
    return in_text(text) or next(filter(None, found), None)


def script_of(text: str) -> str:
    """A script that comes in base64, as EC2 and SageMaker take it; one that is no base64 as it is."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text
