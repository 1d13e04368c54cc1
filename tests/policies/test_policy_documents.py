"""Laws of the IAM rules: no shape, letter case or neighbour hides an administrator, and none makes one up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from guardrails.catalog import load
from guardrails.evaluate import Status, Subject, Verdict, evaluate
from guardrails.props import UNKNOWN, Secret
from hypothesis import given
from hypothesis import strategies as st

RULES = {rule.id: rule for rule in load().rules}
TODAY = date(2026, 11, 22)
FAMILY = [rule for rule in RULES.values() if rule.id.startswith("iam-policy-")]

everything = st.sampled_from(["*", "**", "*:*"])
every_resource = st.sampled_from(["*", "**", "arn:aws:*", "arn:*:*:*:*:*"])
harmless_actions = st.sampled_from(
    ["logs:CreateLogGroup", "ec2:DescribeVpcs", "s3:ListAllMyBuckets", "xray:PutTraceSegments"]
)
harmless_arns = st.sampled_from(["arn:aws:s3:::inputs/*", "arn:aws:dynamodb:us-east-1:123456789012:table/tasks"])
maybe_unknown = st.sampled_from([[], [UNKNOWN]])


def cased(name: str) -> st.SearchStrategy[str]:
    return st.lists(st.booleans(), min_size=len(name), max_size=len(name)).map(
        lambda ups: "".join(letter.upper() if up else letter.lower() for letter, up in zip(name, ups, strict=True))
    )


@st.composite
def administrators(draw: st.DrawFn) -> dict[str, Any]:
    """A statement that allows everything, among harmless and unknown neighbours, as string or list."""
    action, resource = draw(everything), draw(every_resource)
    actions = draw(st.permutations([action, *draw(st.lists(harmless_actions, max_size=2)), *draw(maybe_unknown)]))
    resources = draw(st.permutations([resource, *draw(st.lists(harmless_arns, max_size=2)), *draw(maybe_unknown)]))
    return {
        draw(cased("Effect")): draw(cased("Allow")),
        draw(cased("Action")): draw(st.sampled_from([list(actions), action])),
        draw(cased("Resource")): draw(st.sampled_from([list(resources), resource])),
    }


@st.composite
def harmless(draw: st.DrawFn) -> dict[str, Any]:
    """A statement that allows nothing dangerous: narrow actions, and everything only where it is denied."""
    if draw(st.booleans()):
        return {"Effect": "Deny", "Action": "*", "Resource": "*"}
    return {
        "Effect": draw(cased("Allow")),
        "Action": draw(st.lists(harmless_actions, min_size=1, max_size=3)),
        "Resource": draw(st.one_of(harmless_arns, st.lists(harmless_arns, min_size=1), st.just("*"))),
    }


@st.composite
def holders(draw: st.DrawFn, document: dict[str, Any]) -> Subject:
    """A resource that holds the document: as object, text or text of text, secret or not, in any of its places."""
    form: Any = document
    if UNKNOWN not in _leaves(document):
        form = draw(st.sampled_from([document, json.dumps(document), json.dumps(json.dumps(document))]))
    form = draw(st.sampled_from([form, Secret(form)]))
    token = draw(st.sampled_from(["aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"]))
    if token == "aws:iam/role:Role":
        others = draw(st.lists(st.just({"name": "other", "policy": UNKNOWN}), max_size=2))
        return Subject(
            token, "held", "urn", {"inlinePolicies": draw(st.permutations([*others, {"name": "a", "policy": form}]))}
        )
    return Subject(token, "held", "urn", {"policy": form, "__defaults": []})


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for child in value.values() for leaf in _leaves(child)]
    return [leaf for child in value for leaf in _leaves(child)] if isinstance(value, list) else [value]


def judge(rule_id: str, subject: Subject) -> Verdict:
    return evaluate(RULES[rule_id], subject, TODAY)


@given(st.data(), administrators(), st.lists(harmless(), max_size=3))
def test_everything_on_everything_is_always_found(
    data: st.DataObject, admin: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    statements = data.draw(st.permutations([admin, *others]))
    shape = admin if not others and data.draw(st.booleans()) else list(statements)
    subject = data.draw(holders({"Version": "2012-10-17", data.draw(cased("Statement")): shape}))
    verdict = judge("iam-policy-admin-statement", subject)
    assert verdict.status is Status.VIOLATION
    assert len(verdict.found) == 1


@given(st.data(), st.lists(harmless(), min_size=1, max_size=5))
def test_a_compliant_document_has_no_finding_in_any_order(
    data: st.DataObject, statements: list[dict[str, Any]]
) -> None:
    subject = data.draw(holders({"Statement": list(data.draw(st.permutations(statements)))}))
    for rule in FAMILY:
        assert evaluate(rule, subject, TODAY).messages == ()


ACTIONS = (
    "*", "iam:*", "s3:*", "iam:PassRole", "iam:Create?ser", "iam:*AccessKey*", "s3:*Policy", "s3:Put*", "s3:GetObject",
    "kms:Decrypt", "dynamodb:*Item", "lambda:CreateFunction", "lambda:InvokeFunction", "iam:PutRolePolicy",
    "sts:AssumeRole", "logs:CreateLogGroup", "ec2:DescribeVpcs",
)  # fmt: skip
RESOURCES = (
    "*", "arn:aws:s3:::*", "arn:aws:s3:::inputs", "arn:aws:s3:::inputs/*", "arn:aws:iam::123456789012:role/*",
    "arn:aws:iam::123456789012:role/job", "arn:aws:iam::*:user/${aws:username}", "arn:aws:dynamodb:*:*:table/*",
)  # fmt: skip
CONDITIONS = (
    {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    {"StringLike": {"iam:PassedToService": ["*"]}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-abcdef1234"}},
    {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdef1234"}},
    {"StringEquals": {"sts:ExternalId": "a3f9"}},
    {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:o/r:*"}},
    {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:o/r:environment:prod"}},
)
PRINCIPALS = (
    {"AWS": "*"},
    {"AWS": "arn:aws:iam::999999999999:root"},
    {"AWS": "arn:aws:iam::123456789012:role/job"},
    {"Service": "scheduler.amazonaws.com"},
    {"Federated": "cognito-identity.amazonaws.com"},
    {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
)
TRUSTED = ("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:*", "sts:TagSession")
DOCUMENTED = [rule for rule in RULES.values() if rule.id.startswith(("iam-policy-", "iam-role-"))]


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


granting = st.fixed_dictionaries(
    {"Effect": st.just("Allow"), "Action": some(ACTIONS), "Resource": some(RESOURCES)},
    optional={"Condition": st.sampled_from(CONDITIONS)},
)
trusting = st.fixed_dictionaries(
    {"Effect": st.just("Allow"), "Action": some(TRUSTED), "Principal": st.sampled_from(PRINCIPALS)},
    optional={"Condition": st.sampled_from(CONDITIONS)},
)
statement_lists = st.one_of(
    st.tuples(st.just("policy"), st.lists(granting, min_size=1, max_size=3)),
    st.tuples(st.just("assumeRolePolicy"), st.lists(trusting, min_size=1, max_size=3)),
)


def problems(where: str, document: Any) -> dict[str, list[str]]:
    """What each rule finds in a document, without the paths."""
    token = "aws:iam/rolePolicy:RolePolicy" if where == "policy" else "aws:iam/role:Role"
    subject = Subject(token, "held", "urn", {where: document})
    return {
        rule.id: sorted(found.problem for found in evaluate(rule, subject, TODAY).found)
        for rule in DOCUMENTED
        if token in rule.resources
    }


@st.composite
def reshaped(draw: st.DrawFn, statements: list[dict[str, Any]]) -> Any:
    """The same document in another of the shapes that AWS takes."""
    shaped = [
        {
            draw(cased(key)): value[0] if isinstance(value, list) and len(value) == 1 and draw(st.booleans()) else value
            for key, value in statement.items()
        }
        for statement in statements
    ]
    shape = shaped[0] if len(shaped) == 1 and draw(st.booleans()) else shaped
    document = {draw(cased("Statement")): shape, "Version": "2012-10-17"}
    return draw(st.sampled_from([document, json.dumps(document), json.dumps(json.dumps(document))]))


@given(st.data(), statement_lists)
def test_the_shape_of_a_document_changes_nothing(data: st.DataObject, given_: tuple[str, list[dict[str, Any]]]) -> None:
    where, statements = given_
    assert problems(where, data.draw(reshaped(statements))) == problems(where, {"Statement": statements})


@given(statement_lists)
def test_a_secret_document_is_judged_as_if_it_were_none(given_: tuple[str, list[dict[str, Any]]]) -> None:
    where, statements = given_
    document = {"Statement": statements}
    broken = {rule for rule, found in problems(where, document).items() if found}
    assert {rule for rule, found in problems(where, Secret(document)).items() if found} == broken


@given(statement_lists)
def test_what_is_denied_is_never_a_finding(given_: tuple[str, list[dict[str, Any]]]) -> None:
    where, statements = given_
    denied = [{**statement, "Effect": "Deny"} for statement in statements]
    assert not any(problems(where, {"Statement": denied}).values())


@given(statement_lists, harmless())
def test_a_harmless_neighbour_hides_nothing(given_: tuple[str, list[dict[str, Any]]], other: dict[str, Any]) -> None:
    where, statements = given_
    beside = {**other, "Effect": "Deny"}
    assert problems(where, {"Statement": [beside, *statements]}) == problems(where, {"Statement": statements})


@given(st.data(), statement_lists)
def test_a_value_that_is_not_known_yet_never_makes_a_violation(
    data: st.DataObject, given_: tuple[str, list[dict[str, Any]]]
) -> None:
    """What is clean once all is known is not flagged in the preview before it."""
    where, statements = given_
    before = problems(where, {"Statement": data.draw(masked(statements))})
    after = problems(where, {"Statement": statements})
    assert [rule for rule, found in before.items() if found and not after[rule]] == []


@st.composite
def masked(draw: st.DrawFn, value: Any) -> Any:
    """The same with some leaves unknown."""
    if isinstance(value, dict):
        return {key: draw(masked(child)) for key, child in value.items()}
    if isinstance(value, list):
        return [draw(masked(child)) for child in value]
    return draw(st.sampled_from([value, value, UNKNOWN]))


NAMES = ("Statement", "Effect", "Action", "Resource", "Principal", "Condition", "policy", "rules")
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5), st.just(UNKNOWN), st.just("*")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.data(), plain)
def test_no_input_whatever_breaks_a_rule(data: st.DataObject, value: Any) -> None:
    """Odd shapes end in one of the four outcomes: as violation if they cannot be read, never in a failed rule."""
    rule = data.draw(st.sampled_from(list(RULES.values())))
    token = data.draw(st.sampled_from(rule.resources))
    names = [*PROPERTIES, "policy", "rules"]
    props = dict.fromkeys(data.draw(st.lists(st.sampled_from(names), max_size=6)), value)
    verdict = evaluate(rule, Subject(token, "odd", "urn", props), TODAY)
    assert not any("because the rule failed" in text for text in verdict.messages), verdict


PROPERTIES = (
    "timeout",
    "memorySize",
    "environment",
    "ephemeralStorage",
    "tracingConfig",
    "runtime",
    "kmsKeyArn",
    "compatibleRuntimes",
    "inlinePolicies",
    "managedPolicyArns",
    "policyArn",
    "assumeRolePolicy",
    "ingress",
    "cidrIpv4",
    "cidrBlocks",
    "type",
    "acl",
    "grants",
    "accessControlPolicy",
    "serverSideEncryption",
    "serverSideEncryptionConfiguration",
    "productionVariants",
    "shadowProductionVariants",
    "primaryContainer",
    "containers",
    "scalableDimension",
    "minCapacity",
    "principal",
    "enableKeyRotation",
    "s3AccessPoint",
)
