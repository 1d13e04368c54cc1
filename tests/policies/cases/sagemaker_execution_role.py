"""Fixtures of sagemaker-execution-role."""

from __future__ import annotations

from guardrails.aws import sagemaker_roles

from tests.policies.cases.case import Case, Cases, U, allow, aws, stack

MODEL = aws("sagemaker/model", called="model", executionRoleArn=U).made_from(executionRoleArn="role")
NAMED = MODEL.but(executionRoleArn="arn:aws:iam::123456789012:role/service/models").made_from(executionRoleArn="none")
DOMAIN = aws("sagemaker/domain", called="studio", defaultUserSettings={"executionRole": U}).made_from(
    defaultUserSettings="role"
)
ROLE = aws("iam/role", called="role", name="models")
ATTACHED = aws("iam/rolePolicyAttachment", called="attached", role=U, policyArn="arn:aws:iam::1:policy/own")
ATTACHED = ATTACHED.made_from(role="role")
FULL = ATTACHED.but(policyArn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess")
OTHERS = FULL.made_from(role="another")
NARROW = aws("iam/rolePolicy", called="inline", role="models", policy=allow("s3:*", "arn:aws:s3:::models/*"))
FOUND = ("model: executionRoleArn is the role role, which",)


def user(token: str, path: str) -> Case:
    top, _, inner = path.partition(".")
    return Case(token, {top: {inner: U} if inner else U}, name="user").made_from(**{top: "role"})


def inline(document: object) -> Case:
    return ROLE.but(inlinePolicies=[{"name": "a", "policy": document}])


CASES = Cases(
    passes=[
        stack(NAMED.made_from(executionRoleArn="role"), ROLE.but(name=None), ATTACHED),
        *[stack(user(token, path), ROLE, ATTACHED) for token, path in sagemaker_roles.ROLE_PROPERTIES.items()],
        stack(MODEL, ROLE, NARROW.but(role="another", policy=allow("s3:*", "*"))),
        stack(MODEL, ROLE.but(name=U), OTHERS.but(role="another")),
        stack(MODEL, ROLE),
        stack(MODEL, ROLE, ATTACHED),
        stack(MODEL, ROLE.but(name=U), ATTACHED),
        stack(MODEL, ROLE, OTHERS),
        stack(MODEL, ROLE, FULL.but(role="another")),
        stack(MODEL, ROLE, NARROW),
        stack(NAMED, ROLE, ATTACHED),
        stack(DOMAIN, ROLE, ATTACHED),
        stack(MODEL, ROLE.but(managedPolicyArns=["arn:aws:iam::1:policy/AdministratorAccess"])),
        stack(MODEL, inline(allow("s3:GetObject", "*"))),
        stack(MODEL, inline({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})),
    ],
    fails=[
        stack(NAMED.made_from(executionRoleArn="role"), ROLE.but(name=None), FULL, names=FOUND),
        *[
            stack(user(token, path), ROLE, FULL, names=(f"user: {path} is the role role, which has",))
            for token, path in sagemaker_roles.ROLE_PROPERTIES.items()
        ],
        stack(MODEL, ROLE, FULL, names=(f"{FOUND[0]} has AmazonSageMakerFullAccess",)),
        stack(MODEL, ROLE.but(name=U), FULL, names=FOUND),
        stack(MODEL, ROLE, FULL.but(role="models"), names=FOUND),
        stack(MODEL, ROLE, NARROW.but(policy=allow("s3:*", "*")), names=(f"{FOUND[0]} allows s3:* on every resource",)),
        stack(NAMED, ROLE, FULL, names=FOUND),
        stack(DOMAIN, ROLE, FULL, names=("studio: defaultUserSettings.executionRole is the role role, which",)),
        stack(MODEL, ROLE.but(managedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]), names=FOUND),
        stack(MODEL, inline(allow("*", "*")), names=FOUND),
        stack(MODEL, inline({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}), names=FOUND),
    ],
    not_applicable=[
        stack(ROLE, FULL),
        stack(NAMED, ROLE.but(name="another"), FULL),
        stack(aws("sagemaker/endpointConfiguration"), ROLE, FULL),
    ],
    unknown=[
        stack(MODEL.made_from(executionRoleArn="elsewhere"), ROLE, FULL),
        stack(MODEL, ROLE, ATTACHED.but(policyArn=U)),
        stack(MODEL, inline(U)),
    ],
)
