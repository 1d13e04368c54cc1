"""Fixtures of iam-principal-privilege-escalation."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, StackCase, U, allow, aws, stack
from tests.policies.cases.iam_documents import EVERY_ROLE, trust

RUN = allow(["lambda:CreateFunction", "lambda:InvokeFunction"], "*")
PASS = allow("iam:PassRole", EVERY_ROLE)
RUNNER = "arn:aws:iam::123456789012:policy/team/runner"
NOBODY = "arn:aws:iam::123456789012:policy/team/nobody"
WAY = "gain permissions by iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction;"
BY_JOB = f"passing: policy.Statement[0].Action lets job, with all that it holds, {WAY}"
BY_ANN = f"passing: policy.Statement[0].Action lets ann, with all that it holds, {WAY}"
BY_TEAM = f"passing: policy.Statement[0].Action lets team, with all that it holds, {WAY}"


def job(**more: object) -> Case:
    return aws("iam/role", called="job", name="job-1", assumeRolePolicy=trust({"Service": "a"}), **more)


def passing(kind: str, holder: object, document: object = PASS) -> Case:
    return aws(f"iam/{kind}Policy", called="passing", policy=document, **{kind: holder})


def both(holder: str) -> Case:
    statements = [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}, *statements_of(RUN)]
    return passing("role", holder, {"Statement": statements})


def statements_of(document: dict[str, object]) -> list[object]:
    found = document["Statement"]
    return found if isinstance(found, list) else []


def attached(token: str, policies: object, **holder: object) -> Case:
    where = "policyArns" if token.endswith("Exclusive") else "policyArn"
    return aws(f"iam/{token}", called="attached", **{where: policies}, **holder)


def member(token: str, **props: object) -> Case:
    return aws(f"iam/{token}", called="member", **props)


def pair(found: str, resources: tuple[Case, ...], twin: Case) -> tuple[StackCase, StackCase]:
    """A violation, and the same stack with the resource of the twin's name replaced."""
    clean = tuple(twin if resource.name == twin.name else resource for resource in resources)
    return StackCase(resources, (found,)), StackCase(clean)


POLICY = aws("iam/policy", called="runner", name="runner", policy=RUN)
ANN = aws("iam/user", called="ann", name="ann")
TEAM = aws("iam/group", called="team", name="team")
JOB_RUNS = job(inlinePolicies=[{"name": "run", "policy": RUN}])
LINKED = passing("role", U).made_from(role="job")
BY_ARN = POLICY.but(name=None, arn=RUNNER)
STATEMENT = {"Action": "iam:PassRole", "Resource": EVERY_ROLE}
JOB_ARN = "arn:aws:iam::123456789012:role/job-1"
OWN = allow("iam:PutRolePolicy", JOB_ARN)
RUN_OWN = {"Statement": [*statements_of(OWN), *statements_of(RUN)]}
OTHERS = allow("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/job-2")
PASSER = aws("iam/policy", called="passer", arn=NOBODY, policy=PASS)
CHANGES_ITSELF = (
    "passing: policy.Statement[0].Action lets job, with all that it holds, gain permissions by iam:PutRoleP"
)
MANY = allow(["lambda:CreateFunction", "lambda:InvokeFunction", "lambda:AddPermission", "ec2:RunInstances"], "*")

PAIRS = [
    pair(BY_JOB, (JOB_RUNS, passing("role", "job-1")), passing("role", "other")),
    pair(BY_JOB, (JOB_RUNS, LINKED), passing("role", U).made_from(role="elsewhere")),
    pair(BY_JOB, (JOB_RUNS.but(name=U), LINKED), passing("role", U).made_from(role="elsewhere")),
    pair(BY_JOB, (JOB_RUNS.but(name=None, arn=JOB_ARN), passing("role", "job-1")), passing("role", "other")),
    pair(BY_JOB, (job(managedPolicyArns=[RUNNER]), POLICY, passing("role", "job-1")), job(managedPolicyArns=[NOBODY])),
    pair(BY_JOB, (job(managedPolicyArns=[RUNNER]), BY_ARN, passing("role", "job-1")), job(managedPolicyArns=[NOBODY])),
    *(
        pair(BY_JOB, (job(), POLICY, passing("role", "job-1"), attached(*given, **holder)), attached(*given, **other))
        for given, holder, other in (
            (("rolePolicyAttachment", RUNNER), {"role": "job-1"}, {"role": "other"}),
            (("policyAttachment", RUNNER), {"roles": [U, "job-1"]}, {"roles": [U, "other"]}),
            (("rolePolicyAttachmentsExclusive", [RUNNER]), {"roleName": "job-1"}, {"roleName": "other"}),
        )
    ),
    *(
        pair(BY_ANN, (ANN, POLICY, passing("user", "ann"), attached(*given, **holder)), attached(*given, **other))
        for given, holder, other in (
            (("userPolicyAttachment", RUNNER), {"user": "ann"}, {"user": "bob"}),
            (("policyAttachment", RUNNER), {"users": ["ann"]}, {"users": ["bob"]}),
            (("userPolicyAttachmentsExclusive", [RUNNER]), {"userName": "ann"}, {"userName": "bob"}),
        )
    ),
    *(
        pair(BY_TEAM, (TEAM, POLICY, passing("group", "team"), attached(*given, **holder)), attached(*given, **other))
        for given, holder, other in (
            (("groupPolicyAttachment", RUNNER), {"group": "team"}, {"group": "others"}),
            (("policyAttachment", RUNNER), {"groups": ["team"]}, {"groups": ["others"]}),
            (("groupPolicyAttachmentsExclusive", [RUNNER]), {"groupName": "team"}, {"groupName": "others"}),
        )
    ),
    *(
        pair(
            BY_ANN,
            (ANN, TEAM, POLICY, passing("group", "team"), attached("userPolicyAttachment", RUNNER, user="ann"), one),
            other,
        )
        for one, other in (
            (
                member("userGroupMembership", user="ann", groups=["a", "team"]),
                member("userGroupMembership", user="bob", groups=["a", "team"]),
            ),
            (
                member("groupMembership", users=["ann", "bob"], group="team"),
                member("groupMembership", users=["ann", "bob"], group="a"),
            ),
        )
    ),
    pair(
        BY_JOB,
        (job(inlinePolicies=[{"name": "run", "policy": MANY}]), passing("role", "job-1")),
        passing("role", "other"),
    ),
    pair(
        BY_JOB.replace(WAY, "gain permissions by lambda:UpdateFunctionCode + lambda:InvokeFunction;"),
        (
            job(inlinePolicies=[{"name": "run", "policy": allow("lambda:InvokeFunction", "*")}]),
            passing("role", "job-1", allow("lambda:UpdateFunctionCode", "*")),
        ),
        passing("role", "other", allow("lambda:UpdateFunctionCode", "*")),
    ),
    pair(
        CHANGES_ITSELF,
        (job(inlinePolicies=[{"name": "pass", "policy": PASS}]), passing("role", "job-1", RUN_OWN)),
        passing("role", "other", RUN_OWN),
    ),
    pair(CHANGES_ITSELF, (job(), passing("role", "job-1", OWN)), passing("role", "job-2", OWN)),
    pair(
        CHANGES_ITSELF.replace("PutRoleP", "CreatePolicyV"),
        (
            job(managedPolicyArns=[RUNNER]),
            POLICY,
            passing("role", "job-1", allow("iam:CreatePolicyVersion", RUNNER)),
        ),
        passing("role", "job-1", allow("iam:CreatePolicyVersion", NOBODY)),
    ),
]

CASES = Cases(
    passes=[
        *(clean for _, clean in PAIRS),
        stack(job(), both("job-1")),
        stack(ANN, passing("user", "ann", allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/ann"))),
        stack(JOB_RUNS, passing("role", "job-1", {"Statement": {**STATEMENT, "Effect": "Deny"}})),
        stack(JOB_RUNS, TEAM, passing("group", "team")),
        stack(JOB_RUNS, passing("user", "job-1")),
        stack(JOB_RUNS, PASSER, attached("userPolicyAttachment", PASSER.props["arn"], user="job-1")),
        stack(JOB_RUNS, TEAM, passing("group", "team"), member("userGroupMembership", user="job-1", groups=["team"])),
        stack(job(), passing("role", "job-1", OTHERS).but(name="job-2")),
    ],
    fails=[case for case, _ in PAIRS],
    not_applicable=[stack(POLICY), stack(aws("s3/bucket"))],
    unknown=[stack(job(), passing("role", "job-1", U))],
)
