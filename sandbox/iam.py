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

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sandbox.errors import AwsError
from sandbox.permissions import Permission, needed, policy_text
from sandbox.policy import Context, Verdict, evaluate, statements
from sandbox.request import ACCOUNT_ID, AwsRequest

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
            raise _unsigned(request)
        principal = self.principal(request.access_key_id)
        if principal is None:
            raise _unknown_key(request)
        if operation in _ALWAYS_ALLOWED or not request.operation:
            return
        for permission in (*needed(request, self._access_points), *self.also_needed(request)):
            verdict = self.verdict(principal, permission, request.region)
            if verdict is not Verdict.ALLOW:
                raise _denied(request, principal, permission, verdict)

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
        by_identity = evaluate(self._identity_statements(principal), action=action, resource=resource, context=context)
        by_identity = self._bounded(principal, by_identity, permission, context)
        found = self._resource_statements(permission)
        # The account as principal of a bucket policy delegates to IAM; it grants nobody anything by itself.
        deny = evaluate(found, action=action, resource=resource, context=context, principals=names)
        grant = evaluate(found, action=action, resource=resource, context=context, principals=names[:2])
        if Verdict.DENY in (by_identity, deny):
            return Verdict.DENY
        if permission.action == "sts:AssumeRole":
            trusted = evaluate(
                self._trust_statements(resource), action=action, resource=None, context=context, principals=names
            )
            return Verdict.ALLOW if trusted is Verdict.ALLOW and by_identity is Verdict.ALLOW else Verdict.SILENT
        return Verdict.ALLOW if Verdict.ALLOW in (by_identity, grant) else Verdict.SILENT

    def role_trusts(self, role_arn: str, service: str) -> bool:
        """Whether the trust policy of a role lets a service, such as `lambda.amazonaws.com`, assume it."""
        context = {"aws:SourceAccount": ACCOUNT_ID}
        found = [statement for statement in self._trust_statements(role_arn) if "Condition" not in statement]
        conditional = [
            {name: value for name, value in statement.items() if name != "Condition"}
            for statement in self._trust_statements(role_arn)
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
        role = self._role(role_arn.rsplit("/", 1)[-1])
        if role is None or role.arn != role_arn:
            return False
        host = provider_arn.partition(":oidc-provider/")[2]
        context = {f"{host}:{name}": value for name, value in claims.items() if isinstance(value, str)}
        verdict = evaluate(
            self._trust_statements(role_arn),
            action="sts:AssumeRoleWithWebIdentity",
            resource=None,
            context=context,
            principals=[provider_arn],
        )
        return verdict is Verdict.ALLOW

    def longest_session_s(self, role_arn: str) -> int:
        """MaxSessionDuration of a role that exists, in seconds."""
        return int(self._role(role_arn.rsplit("/", 1)[-1]).max_session_duration or 3600)

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
        role = self._role(str(permission.resource).rsplit("/", 1)[-1])
        return permission if role is None else replace(permission, resource=role.arn)

    def _bounded(self, principal: Principal, by_identity: Verdict, permission: Permission, context: Context) -> Verdict:
        """What is left inside the role's permissions boundary; one that is gone leaves nothing."""
        arn = (
            getattr(self._role(principal.name), "permissions_boundary_arn", None) if principal.kind == "role" else None
        )
        if not arn:
            return by_identity
        policy = self._iam.managed_policies.get(arn)
        found = statements(_managed(policy)) if policy is not None else ()
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
            return self._role(principal.name) is not None
        user = self._iam.users.get(principal.name)
        keys = user.access_keys if user is not None else []
        return any(key.access_key_id == access_key_id and key.status == "Active" for key in keys)

    def _role(self, name: str) -> Any:
        return next((role for role in list(self._iam.roles.values()) if role.name == name), None)

    def _identity_statements(self, principal: Principal) -> Iterable[Mapping[str, Any]]:
        entity = self._iam.users[principal.name] if principal.kind == "user" else self._role(principal.name)
        documents = [_text(document) for document in list(entity.policies.values())]
        documents += [_managed(policy) for policy in list(entity.managed_policies.values())]
        if principal.kind == "user":
            for group in self._iam.get_groups_for_user(principal.name):
                documents += [_text(document) for document in list(group.policies.values())]
                documents += [_managed(policy) for policy in list(group.managed_policies.values())]
        return [statement for document in documents for statement in statements(document)]

    def _trust_statements(self, role_arn: str | None) -> Sequence[Mapping[str, Any]]:
        role = self._role((role_arn or "").rsplit("/", 1)[-1])
        return statements(_text(role.assume_role_policy_document)) if role is not None else ()

    def _resource_statements(self, permission: Permission) -> Sequence[Mapping[str, Any]]:
        if not permission.action.startswith("s3:") or not (permission.resource or "").startswith("arn:aws:s3:::"):
            return ()
        from moto.s3.models import s3_backends

        name = str(permission.resource).removeprefix("arn:aws:s3:::").partition("/")[0]
        bucket: Any = s3_backends[ACCOUNT_ID][_PARTITION].buckets.get(name)
        document = getattr(bucket, "policy", None)
        if not document:
            return ()
        text = document.decode() if isinstance(document, bytes) else str(document)
        return statements(policy_text(text))


def _judge_buckets_here() -> None:
    """Moto looks at bucket policies too, and takes a Deny whose condition does not hold (TLS only) for a denial."""
    from moto.iam.access_control import PermissionResult
    from moto.s3.models import FakeBucket

    setattr(FakeBucket, "get_permission", lambda *_: PermissionResult.PERMITTED)  # noqa: B010


def _condition_keys(statement: Mapping[str, Any]) -> list[str]:
    return [key.lower() for block in statement["Condition"].values() for key in block]


def _text(document: Any) -> str:
    return policy_text(document if isinstance(document, str) else json.dumps(document))


def _managed(policy: Any) -> str:
    version = next(version for version in policy.versions if version.is_default)
    return _text(version.document)


def _unsigned(request: AwsRequest) -> AwsError:
    if request.service == "s3":
        return AwsError("AccessDenied", "Access Denied", 403)
    return AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


def _unknown_key(request: AwsRequest) -> AwsError:
    if request.protocol == "rest-xml":
        message = "The AWS Access Key Id you provided does not exist in our records."
        return AwsError("InvalidAccessKeyId", message, 403)
    if request.protocol in ("query", "ec2"):
        return AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
    status = 403 if request.protocol == "rest-json" else 400
    return AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", status)


def _denied(request: AwsRequest, principal: Principal, permission: Permission, verdict: Verdict) -> AwsError:
    target = f" on resource: {permission.resource}" if permission.resource else ""
    reason = (
        "with an explicit deny in an identity-based or resource-based policy"
        if verdict is Verdict.DENY
        else f"because no identity-based policy allows the {permission.action} action"
    )
    message = f"User: {principal.arn} is not authorized to perform: {permission.action}{target} {reason}"
    if request.protocol in ("rest-xml", "query"):
        return AwsError("AccessDenied", message, 403)
    if request.protocol == "ec2":
        return AwsError("UnauthorizedOperation", message, 403)
    return AwsError("AccessDeniedException", message, 403 if request.protocol == "rest-json" else 400)
