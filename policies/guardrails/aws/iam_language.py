"""The grammar of IAM documents, as far as IAM checks it when it stores one.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.props import Props
from guardrails.rule import Resource

TRUST: Final = "assumeRolePolicy"
VERSIONS: Final = ("2012-10-17", "2008-10-17")
EFFECTS: Final = ("Allow", "Deny")
SID: Final = re.compile(r"[0-9A-Za-z]*")
"""What IAM takes; policies of buckets and keys may have spaces."""

ACTION: Final = re.compile(r"\*|[^:]+:[^:]+")
_ARN: Final = re.compile(r"arn:(?:[^:]*:){4}.*")

_COMPARED: Final = ("equals", "notequals", "lessthan", "lessthanequals", "greaterthan", "greaterthanequals")
_OPERATORS: Final = frozenset(
    {
        *(f"numeric{end}" for end in _COMPARED),
        *(f"date{end}" for end in _COMPARED),
        "stringequals", "stringnotequals", "stringequalsignorecase", "stringnotequalsignorecase",
        "stringlike", "stringnotlike", "arnequals", "arnnotequals", "arnlike", "arnnotlike",
        "bool", "binaryequals", "ipaddress", "notipaddress", "null",
    }
)  # fmt: skip


def documents(resource: Resource) -> Iterator[Props]:
    """Every document of a type that grants to identities: what it allows, and for a role who may assume it."""
    if resource[TRUST].present:
        yield resource[TRUST]
    yield from (document for document in iam.documents(resource) if document.present)


def statements(document: Props) -> Iterator[iam.Statement]:
    """The statements that can be judged; one that is wholly unknown is noted."""
    for statement in iam.statements(document):
        if statement.node.unknown:
            statement.node.defer()
        else:
            yield statement


def is_operator(name: str) -> bool:
    """True for a condition operator, in any letter case, with what may stand before and behind."""
    plain = re.sub(r"^(?:forallvalues|foranyvalue):", "", name)
    return plain in _OPERATORS or plain.removesuffix("ifexists") in _OPERATORS - {"null"}


def is_resource(text: str) -> bool:
    """True for an ARN, or for a pattern that may stand for one."""
    return "*" in text or "?" in text or _ARN.fullmatch(text) is not None
