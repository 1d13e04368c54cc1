"""Reads IAM policy documents in every shape that AWS takes: text or object, one statement or many, any letter case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from guardrails.aws import iam_actions
from guardrails.props import MalformedPropertyError, Props
from guardrails.rule import Finding, Resource, violation

IDENTITY_DOCUMENTS: Final = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/role:Role": "inlinePolicies",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
"""Where each type keeps the documents that grant permissions to an identity."""

IDENTITY_TYPES: Final = tuple(IDENTITY_DOCUMENTS)

_PINNING_KEYS: Final = frozenset(
    {
        "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:userid",
        "aws:sourceaccount", "aws:sourceowner", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths",
        "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip", "aws:vpcsourceip",
        "kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
    }
)  # fmt: skip
"""Condition keys that tie a caller down, after AWS's definition of a public policy
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status)."""

_PINNING_FLAGS: Final = frozenset({"aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"})
"""Conditions that keep everybody out when they are true: AWS itself calls, or somebody in the VPC
(https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html)."""

_PINNING_OPERATORS: Final = frozenset(
    {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"}
)

_NOT_NARROWING: Final = frozenset(
    {
        "aws:securetransport", "aws:useragent", "aws:referer", "aws:currenttime", "aws:epochtime",
        "s3:tlsversion", "s3:signatureversion", "s3:signatureage", "s3:authtype",
    }
)  # fmt: skip
"""Condition keys about how or when a call is made; they leave open on what."""

_ANY_ROLE: Final = re.compile(r":iam::[^:]*:(?:role/)?\*+$")
_EVERYTHING: Final = re.compile(r"(?:arn:(?:[a-z-]+:)?)?[*?:/]*\*[*?:/]*")
_ALL_NETWORKS: Final = frozenset({"0.0.0.0/0", "::/0"})
_FIXED_ARN: Final = re.compile(r"arn:(?:[^:]*:){3}(?:[^:*?]+:|:[^*?])")
"""An ARN with an account, or for what has none, as a bucket, with the start of a name."""

_TELLING: Final = 2
"""Characters before the first wildcard that still say nothing, such as ``o-*``."""

_EVERYONE: Final = re.compile(r"\*$|arn:aws[a-z-]*:(?:iam|sts)::\*")
_KEEPING_SECRETS: Final = frozenset({"kms", "secretsmanager", "iam"})
"""Services whose resources open others, so that all of one account's are as bad as all there are."""

_ARN_SERVICE: Final = {"sts": "iam", "rds-data": "rds", "redshift-data": "redshift"}
"""Services whose actions work on another service's ARNs."""


@dataclass(frozen=True)
class Statement:
    """One statement of a document; each accessor reads only what it needs, so that nothing else can defer a rule."""

    node: Props

    @property
    def allows(self) -> bool:
        """True when the effect is Allow."""
        return self._effect() == "allow"

    @property
    def denies(self) -> bool:
        """True when the effect is Deny."""
        return self._effect() == "deny"

    def _effect(self) -> str:
        return next((node.text() or "" for node in self.node.any_case("Effect")), "").lower()

    def has(self, key: str) -> bool:
        """True when the statement has the element, known or not."""
        return any(node.present for node in self.node.any_case(key))

    def texts(self, key: str) -> list[str]:
        """The known strings of ``Action``, ``Resource`` or their ``Not`` forms."""
        return [text for node in self.node.any_case(key) for text in node.texts()]

    def where(self, key: str) -> Props | str:
        """The element for a message."""
        return next(self.node.any_case(key), self.node)

    def principals(self) -> Iterator[tuple[str, str]]:
        """Kind (lower case; ``*`` for a bare string) and value of each known principal."""
        for node in self.node.any_case("Principal"):
            if node.is_map:
                for kind, values in node.items():
                    for text in values.texts():
                        yield kind.lower(), text
            else:
                for text in node.texts():
                    yield "*", text

    def open_to_anyone(self) -> bool:
        """True when everyone is meant: no condition ties the caller to an account, organisation, source or network."""
        return any(_EVERYONE.match(value) for _, value in self.principals()) and not self.pinned()

    def conditions(self) -> Iterator[tuple[str, str, Props]]:
        """Operator, key (both lower case) and values of each condition."""
        for block in self.node.any_case("Condition"):
            for operator, keys in block.items():
                for key, values in keys.items():
                    yield operator.lower(), key.lower(), values

    def passed_to(self) -> Props | None:
        """The services that iam:PassRole may pass a role to; that key is in each such call, so IfExists is no gap."""
        for operator, key, values in self.conditions():
            plain = operator.rpartition(":")[2].removesuffix("ifexists")
            if key == "iam:passedtoservice" and plain in _PINNING_OPERATORS:
                return values
        return None

    def pinned(self) -> bool:
        """True when a condition ties the caller down. An unknown value is taken for one that does, and noted."""
        for operator, key, values in self.conditions():
            if operator == "bool" and key in _PINNING_FLAGS and values.scalars() == ["true"]:
                return True
            if key not in _PINNING_KEYS or operator.removeprefix("foranyvalue:") not in _PINNING_OPERATORS:
                continue
            known = values.scalars()
            if all(_is_fixed(text) for text in known):
                return True
        return False

    def grants(self, action: str) -> bool:
        """True when the statement's ``Action`` patterns reach an action."""
        return any(iam_actions.matches(pattern, action) for pattern in self.texts("Action"))

    def narrowed(self) -> bool:
        """True when a condition limits what the statement reaches. An unknown value is taken for a limit, and noted."""
        return any(
            operator != "null" and key not in _NOT_NARROWING and not any(map(is_everything, values.scalars()))
            for operator, key, values in self.conditions()
        )

    def any_resource(self) -> bool:
        """True when ``Resource`` holds a pattern that matches every ARN."""
        return any(is_everything(text) for text in self.texts("Resource"))

    def any_role(self) -> bool:
        """True when ``Resource`` takes in every role of an account."""
        return any(is_everything(text) or _ANY_ROLE.search(text) for text in self.texts("Resource"))

    def all_of(self, service: str) -> str | None:
        """The first ``Resource`` pattern that matches all resources of a service, in all accounts for what has one."""
        return next(
            (text for text in self.texts("Resource") if is_everything(text) or _all_of(service).fullmatch(text)), None
        )


def statements(document: Props) -> Iterator[Statement]:
    """The statements of a document.

    Raises:
        MalformedPropertyError: The text is not JSON, or the document is no object.
    """
    node = document.document()
    if node.missing:
        return
    if not node.unknown and not node.is_map:
        raise MalformedPropertyError(document.path, "a policy document")
    for block in node.any_case("Statement"):
        for statement in block.each():
            yield Statement(statement)


def documents(resource: Resource) -> Iterator[Props]:
    """The documents that a resource grants to an identity: its own, or the inline policies of a role."""
    name = IDENTITY_DOCUMENTS[resource.type]
    if name != "inlinePolicies":
        yield resource[name]
        return
    for inline in resource[name].each():
        yield inline["policy"]


def no_document(resource: Resource) -> bool:
    """True when the resource holds no document, as a role without inline policies."""
    return resource[IDENTITY_DOCUMENTS[resource.type]].missing


def allowed(resource: Resource) -> Iterator[Statement]:
    """The statements that allow something to an identity."""
    for document in documents(resource):
        yield from (statement for statement in statements(document) if statement.allows)


def public_findings(document: Props) -> Iterator[Finding]:
    """A violation for each statement of a resource's policy that allows everyone, or everyone but some."""
    for statement in statements(document):
        if not statement.allows:
            continue
        if statement.has("NotPrincipal"):
            yield violation(statement.where("NotPrincipal"), "is combined with Allow, which lets everyone else in")
        elif statement.open_to_anyone():
            yield violation(statement.where("Principal"), 'is "*" without a condition that pins the caller')


def is_everything(pattern: str) -> bool:
    """True for a resource or action pattern that matches all there is: ``*``, ``*:*``, ``arn:aws:*``, ``arn:*:*:*``."""
    return _EVERYTHING.fullmatch(pattern) is not None


@cache
def _all_of(service: str) -> re.Pattern[str]:
    """``arn:aws:s3:::*``, ``arn:aws:dynamodb:*:*:table/*`` and the like; a named account is a limit for most."""
    name = _ARN_SERVICE.get(service, service)
    account, kind = (r"\**", "") if service == "s3" else (r"\*+", "(?:[a-z-]+[/:])?")
    if name in _KEEPING_SECRETS:
        account = "[^:]*"
    arn = f"arn:[^:]*:{re.escape(name)}:"
    return re.compile(rf"{arn}(?:[^:]*:)?\*|{arn}[^:]*:{account}:{kind}[*?/:]*\*[*?/:]*")


def _is_fixed(value: str) -> bool:
    """True when a condition's value names something rather than everything."""
    if value in _ALL_NETWORKS:
        return False
    if value.startswith("arn:"):
        return _FIXED_ARN.match(value) is not None
    return len(re.split("[*?]", value)[0]) > _TELLING
