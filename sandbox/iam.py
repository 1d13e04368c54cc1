"""Who calls, and may they: IAM for every request, Lambda roles included.

moto's own check (`INITIAL_NO_AUTH_ACTION_COUNT`) stays off, because it would refuse what AWS allows and the other way
round: outside of S3 it compares every statement with the resource `*`, so that a role with a table's ARN is denied; a
condition that doesn't hold turns an Allow into a Deny; and it never sees the services that the sandbox plays itself.
Users, roles, policies and sessions are moto's; the evaluation is `sandbox.policy`.

Same-account rule for resource policies: an Allow there is enough, a Deny there is final
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html).
S3 bucket policies and role trust policies are evaluated for callers; queue, topic and function policies for services.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sandbox import refusals
from sandbox.held_policies import HeldPolicies, bucket_policy
from sandbox.permissions import Permission, needed, policy_text
from sandbox.policy import Context, Verdict, evaluate, statements
from sandbox.request import ACCOUNT_ID, AwsRequest
from sandbox.resource_tags import aliases_of

_PARTITION: Final = "aws"
# https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: needs no permission at all.
_ALWAYS_ALLOWED: Final = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
_UNSIGNED_ALLOWED: Final = frozenset({"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"})


@dataclass(frozen=True, slots=True)
class Principal:
    """Who signed a request.

    Attributes:
        arn: User ARN, or the assumed-role session's.
        kind: `user` or `role`.
        name: Name of the user or of the role.
    """

    arn: str
    kind: str
    name: str

    @property
    def role_arn(self) -> str:
        """What policies call the caller: the role's ARN for a session."""
        return f"arn:aws:iam::{ACCOUNT_ID}:{self.kind}/{self.name}"


class Guard:
    """Checks requests against the policies that moto's IAM holds.

    Args:
        access_points: S3 access point aliases and names, and the ARN of each; may grow while the server runs.

    Attributes:
        tags_of: Tags of a resource, for conditions on `aws:ResourceTag`; those of SageMaker's, once it is there.
        also_needed: Permissions that only a service can name, because they depend on what was made in it.
    """

    def __init__(self, access_points: Mapping[str, str]) -> None:
        from moto.iam.models import iam_backends
        from moto.sts.models import sts_backends

        _judge_buckets_here()
        self._iam: Any = iam_backends[ACCOUNT_ID][_PARTITION]
        self._held = HeldPolicies(self._iam)
        self._sts: Any = sts_backends[ACCOUNT_ID][_PARTITION]
        self._access_points = access_points
        self.tags_of: Callable[[str], Mapping[str, str]] = lambda _arn: {}
        self.also_needed: Callable[[AwsRequest], Sequence[Permission]] = lambda _request: ()
        self._known: dict[str, Principal] = {}
        self._lock = threading.Lock()

    def check(self, request: AwsRequest) -> None:
        """Lets the request pass, or not.

        Raises:
            AwsError: An unknown key, or an action that the caller's policies do not allow.
        """
        operation = f"{request.service}:{request.operation}"
        if not request.access_key_id:
            if operation in _UNSIGNED_ALLOWED:
                return
            raise refusals.unsigned(request)
        principal = self.principal(request.access_key_id)
        if principal is None:
            raise refusals.unknown_key(request)
        if operation in _ALWAYS_ALLOWED or not request.operation:
            return
        for permission in (*needed(request, self._access_points), *self.also_needed(request)):
            verdict = self.verdict(principal, permission, request.region)
            if verdict is not Verdict.ALLOW:
                raise refusals.denied(request, principal.arn, permission, verdict)

    def principal(self, access_key_id: str) -> Principal | None:
        """Who owns the key; None when nobody does."""
        found = self._known.get(access_key_id) or self._look_up(access_key_id)
        return found if found is not None and self._valid(found, access_key_id) else None

    def verdict(self, principal: Principal, permission: Permission, region: str) -> Verdict:
        """What identity and resource policies together say."""
        context: dict[str, str | Sequence[str]] = {
            **permission.context,
            # The sandbox speaks plain HTTP on the loopback interface; on AWS these calls are TLS.
            "aws:SecureTransport": "true",
            "aws:PrincipalArn": principal.role_arn,
            "aws:PrincipalAccount": ACCOUNT_ID,
            "aws:ResourceAccount": ACCOUNT_ID,
            "aws:RequestedRegion": region,
        }
        names = [principal.arn, principal.role_arn, f"arn:aws:iam::{ACCOUNT_ID}:root", ACCOUNT_ID]
        permission = self._located(permission)
        action, resource = permission.action, permission.resource
        context |= {f"aws:ResourceTag/{key}": value for key, value in self.tags_of(resource or "").items()}
        if aliases := aliases_of(resource or ""):
            context["kms:ResourceAliases"] = aliases
        by_identity = evaluate(
            self._held.of(principal.kind, principal.name), action=action, resource=resource, context=context
        )
        by_identity = self._bounded(principal, by_identity, permission, context)
        found = bucket_policy(permission)
        # The account as principal of a bucket policy delegates to IAM; it grants nobody anything by itself.
        deny = evaluate(found, action=action, resource=resource, context=context, principals=names)
        grant = evaluate(found, action=action, resource=resource, context=context, principals=names[:2])
        if Verdict.DENY in (by_identity, deny):
            return Verdict.DENY
        if permission.action == "sts:AssumeRole":
            trusted = evaluate(
                self._held.trust(resource), action=action, resource=None, context=context, principals=names
            )
            return Verdict.ALLOW if trusted is Verdict.ALLOW and by_identity is Verdict.ALLOW else Verdict.SILENT
        return Verdict.ALLOW if Verdict.ALLOW in (by_identity, grant) else Verdict.SILENT

    def role_trusts(self, role_arn: str, service: str) -> bool:
        """Whether the trust policy of a role lets a service, such as `lambda.amazonaws.com`, assume it."""
        context = {"aws:SourceAccount": ACCOUNT_ID}
        found = [statement for statement in self._held.trust(role_arn) if "Condition" not in statement]
        conditional = [
            {name: value for name, value in statement.items() if name != "Condition"}
            for statement in self._held.trust(role_arn)
            if "Condition" in statement and set(_condition_keys(statement)) <= {"aws:sourceaccount", "aws:sourcearn"}
        ]
        verdict = evaluate(
            [*found, *conditional], action="sts:AssumeRole", resource=None, context=context, principals=[service]
        )
        return verdict is Verdict.ALLOW

    def trusts_token(self, role_arn: str, provider_arn: str, claims: Mapping[str, Any]) -> bool:
        """Whether a role's trust policy lets the holder of a provider's token in; every text claim is a condition key.

        STS knows fewer of them as keys; which, `domain.delivery.trust` says, and policies are judged by that too.
        """
        role = self._held.role(role_arn.rsplit("/", 1)[-1])
        if role is None or role.arn != role_arn:
            return False
        host = provider_arn.partition(":oidc-provider/")[2]
        context = {f"{host}:{name}": value for name, value in claims.items() if isinstance(value, str)}
        verdict = evaluate(
            self._held.trust(role_arn),
            action="sts:AssumeRoleWithWebIdentity",
            resource=None,
            context=context,
            principals=[provider_arn],
        )
        return verdict is Verdict.ALLOW

    def longest_session_s(self, role_arn: str) -> int:
        """MaxSessionDuration of a role that exists, in seconds."""
        return int(self._held.role(role_arn.rsplit("/", 1)[-1]).max_session_duration or 3600)

    def identity_provider(self, issuer: str) -> tuple[str, Sequence[str]] | None:
        """ARN and audiences of the account's provider of an issuer (without scheme); None without one."""
        providers = list(self._iam.open_id_providers.values())
        return next(((one.arn, one.client_id_list) for one in providers if one.url == issuer), None)

    def service_allowed(self, document: str | None, action: str, resource: str, service: str, source_arn: str) -> bool:
        """Whether a resource policy lets an AWS service act, as it must for a rule's queue, topic or function."""
        context = {
            "aws:SourceArn": source_arn,
            "aws:SourceAccount": ACCOUNT_ID,
            "AWS:SourceArn": source_arn,
            "aws:SecureTransport": "true",
            "aws:PrincipalIsAWSService": "true",
        }
        if not document:
            return False
        verdict = evaluate(
            statements(policy_text(document)), action=action, resource=resource, context=context, principals=[service]
        )
        return verdict is Verdict.ALLOW

    def _located(self, permission: Permission) -> Permission:
        """A request names a role alone; its ARN has the path too."""
        if not (permission.resource or "").startswith(f"arn:aws:iam::{ACCOUNT_ID}:role/"):
            return permission
        role = self._held.role(str(permission.resource).rsplit("/", 1)[-1])
        return permission if role is None else replace(permission, resource=role.arn)

    def _bounded(self, principal: Principal, by_identity: Verdict, permission: Permission, context: Context) -> Verdict:
        """What is left inside the caller's permissions boundary."""
        found = self._held.boundary(principal.kind, principal.name)
        if found is None:
            return by_identity
        most = evaluate(found, action=permission.action, resource=permission.resource, context=context)
        return by_identity if most is Verdict.ALLOW else most

    def _look_up(self, access_key_id: str) -> Principal | None:
        with self._lock:
            for user in list(self._iam.users.values()):
                for key in user.access_keys:
                    self._known[key.access_key_id] = Principal(user.arn, "user", user.name)
            for session in list(self._sts.assumed_roles):
                role = session.role_arn.rsplit("/", 1)[-1]
                arn = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{role}/{session.session_name}"
                self._known[session.access_key_id] = Principal(arn, "role", role)
        return self._known.get(access_key_id)

    def _valid(self, principal: Principal, access_key_id: str) -> bool:
        """Whether the role still exists, or the user still has this key switched on."""
        if principal.kind == "role":
            return self._held.role(principal.name) is not None
        user = self._iam.users.get(principal.name)
        keys = user.access_keys if user is not None else []
        return any(key.access_key_id == access_key_id and key.status == "Active" for key in keys)


def _judge_buckets_here() -> None:
    """Moto looks at bucket policies too, and takes a Deny whose condition does not hold (TLS only) for a denial."""
    from moto.iam.access_control import PermissionResult
    from moto.s3.models import FakeBucket

    setattr(FakeBucket, "get_permission", lambda *_: PermissionResult.PERMITTED)  # noqa: B010


def _condition_keys(statement: Mapping[str, Any]) -> list[str]:
    return [key.lower() for block in statement["Condition"].values() for key in block]
