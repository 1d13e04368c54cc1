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
