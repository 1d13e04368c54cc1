"""Stacks of any shape, and one report in which every section has something to show."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from advisor.report.model import (
    AccessChange,
    Audit,
    Change,
    Cost,
    CostRow,
    Effect,
    Figures,
    Finding,
    Node,
    Operation,
    PropertyChange,
    Recovery,
    RecoveryTime,
    ReviewReport,
    Risk,
    Status,
    Verdict,
    Week,
)
from tests.advisor.report.reports import HOSTILE, SHORT, report

PLATFORM = "p:platform:Platform"
TYPES = (
    "aws:lambda/function:Function",
    "aws:lambda/alias:Alias",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:sqs/queue:Queue",
    "aws:sns/topic:Topic",
    "aws:kms/key:Key",
    "aws:dynamodb/table:Table",
    "another:made/up:Thing",
)
REGIONS = ("eu-west-1", "eu-central-1", "")


def node(name: str, token: str, *uses: str, parent: str = "", theme: str = "work", **further: object) -> Node:
    """A resource by its short name; so are its parent and what it uses."""
    plain = Node(name, token, name, theme, Operation.SAME, token.startswith("aws:"), "eu-west-1", parent, uses)
    return replace(plain, **further)  # type: ignore[arg-type]


@st.composite
def stacks(draw: st.DrawFn) -> tuple[Node, ...]:
    """Resources with parents and dependencies of any kind: circles, unknown ones and themselves among them."""
    number = draw(st.integers(0, 24))
    urns = [f"urn-{place}" for place in range(number)]
    anyone = st.sampled_from([*urns, "urn-of-nobody"])
    return tuple(
        Node(
            urn,
            draw(st.sampled_from(TYPES)),
            draw(SHORT),
            draw(st.sampled_from(("one", "two", HOSTILE[0]))),
            draw(st.sampled_from(Operation)),
            draw(st.sampled_from((True, True, True, False))),
            draw(st.sampled_from(REGIONS)),
            draw(st.one_of(st.just(""), anyone)),
            tuple(draw(st.lists(anyone, max_size=4))),
        )
        for urn in urns
    )


def function(name: str, theme: str, *uses: str, operation: Operation = Operation.SAME) -> tuple[Node, ...]:
    """A function as the platform makes one: in a component, with its role, policy and log group."""
    inside = {"parent": f"{name}-group", "theme": theme, "operation": operation}
    return (
        node(f"{name}-group", "p:platform:PythonFunction", parent=theme, theme=theme),
        node(name, TYPES[0], f"{name}-role", f"{name}-logs", *uses, **inside),
        node(f"{name}-role", TYPES[2], **inside),
        node(f"{name}-access", TYPES[3], f"{name}-role", *uses, **inside),
        node(f"{name}-logs", TYPES[4], "key", **inside),
    )


def stack() -> tuple[Node, ...]:
    """Two themes over a foundation: what a small platform looks like."""
    return (
        node("stack", "pulumi:pulumi:Stack", theme="other"),
        node("platform", PLATFORM, parent="stack", theme="other"),
        node("base", "p:base:Base", parent="platform", theme="other"),
        node("key", TYPES[8], parent="base", theme="base"),
        node("alarms", TYPES[7], "key", parent="base", theme="base"),
        node("work", "p:work:Work", parent="platform", theme="other"),
        node("tasks", TYPES[9], "key", parent="work", operation=Operation.REPLACE, protected=True),
        node("dead-letters", TYPES[6], "key", parent="work"),
        *function("take", "work", "tasks", "dead-letters", operation=Operation.UPDATE),
        *function("answer", "work", "tasks", operation=Operation.CREATE),
        node("slow", TYPES[5], "answer", "alarms", parent="work"),
        node("watch", "p:watch:Watch", parent="platform", theme="other"),
        *function("look", "watch", "tasks", operation=Operation.DELETE),
    )


def full_report() -> ReviewReport:
    """Every section has something to show, and some of it is hostile."""
    day = tuple(float(8 <= hour < 20) for hour in range(24))
    most = tuple(4.0 * one + 0.5 for one in day)
    figures = Figures(1.0, 20.0, 300.0)
    lost = Change(
        "tasks", "tasks", TYPES[9], "work", Operation.REPLACE, Risk.DATA_LOSS, "The table tasks is made anew."
    )
    lost = replace(lost, advice="Export it first.", properties=(PropertyChange("hashKey", "a", HOSTILE[1], True),))
    again = Change("take", "take", TYPES[0], "work", Operation.UPDATE, Risk.ROUTINE, "The function take is changed.")
    new = Change("answer", "answer", TYPES[0], "work", Operation.CREATE, Risk.ROUTINE, "The function is created.")
    row = CostRow("work", "work", figures, figures, Figures(0.0, 0.0, 0.0), False)
    finding = Finding(
        "s3-public", "mandatory", "high", "tasks", "tasks", "It is public.", "Close it.", "https://a.test/"
    )
    grant = AccessChange(
        Effect.NEW, "role take", ("s3:*",), ("*",), "", "take-access", "urn", reasons=("every action",)
    )
    return replace(
        report(
            changes=(lost, again, new),
            access=(grant, *(replace(grant, effect=one, reasons=()) for one in Effect)),
            audit=Audit(
                True, (finding, replace(finding, exemption="by the team"), replace(finding, url="")), 3, ("a",)
            ),
            cost=Cost(figures, figures, figures, False, True, (row,), (row,), ("a: no price",), ("prices of today",)),
            recovery=Recovery(2, None, False, (RecoveryTime("RTO", 60.0, None),), "the alarm", ("too slow",), ("old",)),
            schedules=(Week("realtime", "instance", "Asia/Tokyo", (day,) * 7, (most,) * 7, (1.0, 2.0), None),),
            verdict=Verdict(Status.REVIEW, ("1 table is made anew",)),
            problems=(HOSTILE[0],),
            notes=("hidden ones",),
        ),
        resources=stack(),
    )
