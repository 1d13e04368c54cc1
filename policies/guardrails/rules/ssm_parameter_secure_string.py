"""A parameter whose last name says that it holds a credential is encrypted.

A name can mislead, so it is advisory. Only the last part counts, and only at its end: ``/shop/db/password`` is one,
``/shop/password-length`` and ``/shop/secret-arn`` are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

CREDENTIAL: Final = re.compile(
    r"(?:^|[/._-])(?:\w*[_-])?(?:password|passwd|secret|token|credentials?|(?:api|access|private|secret)[._-]?key)$",
    re.IGNORECASE,
)

RULE = Rule(
    id="ssm-parameter-secure-string",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:ssm/parameter:Parameter",),
    summary="A parameter that is named like a credential is a SecureString.",
    cause="Everybody who may read the parameter or the stack's state reads the credential.",
    remedy="set type to SecureString, or keep the credential in Secrets Manager",
    url="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Judge by the name; the value is never read."""
    kind = resource["type"]
    if not CREDENTIAL.search(resource["name"].text() or ""):
        yield not_applicable("the name is not that of a credential")
    elif kind.text() not in {None, "SecureString"}:
        yield violation(kind, f"is {kind.show()}, for what is named like a credential")
