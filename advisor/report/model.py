"""What a review report holds: frozen data that the comment, the page and a program render in their own ways.

Every text in it is plain text of a stack that somebody else wrote: whoever renders it escapes it. No secret is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What the report comes to: ``failure`` stops the pull request, ``review`` wants a person's eye first."""

    FAILURE = "failure"
    REVIEW = "review"
    SUCCESS = "success"


class Operation(StrEnum):
    """What a deployment does to a resource."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    SAME = "same"
    READ = "read"
    FORGET = "forget"
    """It stays in AWS and leaves the stack: nobody looks after it afterwards."""


class Risk(StrEnum):
    """Why a change stands where it does; the worst comes first."""

    DATA_LOSS = "data loss"
    """What the resource holds can be gone afterwards, or what protects it is taken away."""
    SECURITY = "security"
    """It decides who can reach or read something."""
    REPLACEMENT = "replacement"
    """It is made anew: another ARN or name, and a gap while it is swapped."""
    ROUTINE = "routine"


class Effect(StrEnum):
    """What a change does to what somebody may do."""

    NEW = "new"
    WIDENED = "widened"
    """It was allowed in part before, or something that forbade it is gone."""
    GONE = "gone"
    UNKNOWN = "unknown"
    """The policy is written with values that only the deployment knows: it may allow anything."""


@dataclass(frozen=True)
class Verdict:
    """The report in a word.

    Args:
        status: The word.
        reasons: Why; at least one, the most important first.
    """

    status: Status
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PropertyChange:
    """One property of a resource.

    Args:
        path: As the program writes it, such as ``attributes[0].type``.
        before: Shortened; empty when there was none.
        after: Shortened; empty when there is none.
        forces_replacement: Whether this property is why the resource is made anew.
    """

    path: str
    before: str
    after: str
    forces_replacement: bool = False


@dataclass(frozen=True)
class Change:
    """What happens to one resource.

    Args:
        urn: Which.
        name: Its logical name.
        type: Its type token.
        theme: The theme that it belongs to.
        operation: What happens.
        risk: How it is sorted.
        summary: A sentence in plain words.
        advice: What to do or to check before it is deployed; empty for what is routine.
        properties: What changes; empty for what is created or deleted.
    """

    urn: str
    name: str
    type: str
    theme: str
    operation: Operation
    risk: Risk
    summary: str
    advice: str = ""
    properties: tuple[PropertyChange, ...] = ()


@dataclass(frozen=True)
class Node:
    """A resource in the graph, component or not, unchanged ones among them.

    Args:
        urn: Its name in the engine.
        type: Its type token.
        name: Its logical name.
        theme: The theme that it belongs to; ``other`` for what belongs to none.
        operation: What happens to it.
        custom: Whether it exists in AWS; a component only groups others.
        region: Where; empty when that is not known, or for a component.
        parent: URN of the component that made it; empty for the stack.
        dependencies: URNs of what it takes values from or waits for.
        protected: Whether Pulumi refuses to delete it.
    """

    urn: str
    type: str
    name: str
    theme: str
    operation: Operation
    custom: bool
    region: str = ""
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    protected: bool = False


@dataclass(frozen=True)
class Finding:
    """What the policy pack says.

    Args:
        rule: Its id.
        level: ``mandatory`` or ``advisory`` or what the organisation set.
        severity: ``low`` to ``critical``.
        resource: Logical name; empty where it is about the whole stack.
        urn: The same for programs.
        problem: What is wrong.
        fix: What to change.
        url: The page that the rule rests on; empty when the rule is not known.
        exemption: By whom, why and until when it is exempt; empty when it is not.
    """

    rule: str
    level: str
    severity: str
    resource: str
    urn: str
    problem: str
    fix: str
    url: str = ""
    exemption: str = ""


@dataclass(frozen=True)
class Audit:
    """What the pack said of the whole stack.

    Args:
        ran: Whether it could look; without it nothing is known to be fine.
        findings: The worst first; exempt ones last.
        undecided: Checks that wait for values that only the deployment knows.
        notes: What else it says, also why it did not run.
    """

    ran: bool
    findings: tuple[Finding, ...] = ()
    undecided: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """US dollars a month in a quiet, a usual and a busy month. Differences may be negative and in no order."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True)
class CostRow:
    """A theme, or a resource.

    Args:
        name: Of it.
        theme: The theme; the same as ``name`` for a theme.
        before: A month now.
        after: A month afterwards.
        difference: What the change adds.
        complete: Whether everything in it has a price; else its figures are lower bounds.
    """

    name: str
    theme: str
    before: Figures
    after: Figures
    difference: Figures
    complete: bool


@dataclass(frozen=True)
class Cost:
    """What the stack costs before and after.

    Args:
        before: A month now; nothing when nothing is deployed.
        after: A month afterwards.
        difference: What the change adds, month by month.
        complete: Whether everything that is billed has a price; else ``after`` is a lower bound.
        difference_complete: The same of what changes.
        themes: The dearest first.
        resources: What is billed differently, the largest difference first.
        unpriced: What has no price, and why.
        remarks: How the figures came about.
    """

    before: Figures
    after: Figures
    difference: Figures
    complete: bool
    difference_complete: bool
    themes: tuple[CostRow, ...]
    resources: tuple[CostRow, ...]
    unpriced: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class RecoveryTime:
    """A promise and what the computation says.

    Args:
        name: Of what, such as ``RTO``.
        allowed_s: What the declared tier allows, in seconds.
        worst_s: In the worst case; ``None`` when nothing bounds it.
    """

    name: str
    allowed_s: float
    worst_s: float | None


@dataclass(frozen=True)
class Recovery:
    """Whether the stack meets the disaster recovery tier that it declares.

    Args:
        declared_tier: 1 to 3.
        met_tier: The best that it meets; ``None`` for none.
        met: Whether that is enough.
        times: Of each promise.
        dominated_by: The step that takes longest, and what would shorten it.
        findings: Why it is not met.
        warnings: What else to know.
    """

    declared_tier: int
    met_tier: int | None
    met: bool
    times: tuple[RecoveryTime, ...]
    dominated_by: str
    findings: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class AccessChange:
    """Somebody may do something that they could not, or the other way round.

    Args:
        effect: Which.
        who: In words: a role, a service, an account, anyone.
        actions: Of AWS; ``everything but …`` for a ``NotAction``.
        resources: On what; ``everything but …`` for a ``NotResource``.
        condition: Under which, in words; empty for always.
        policy: Name of the resource whose policy says so.
        urn: The same for programs.
        forbids: Whether it is a Deny that comes or goes.
        reasons: Why a reviewer should look at it; empty when nothing stands out.
        note: For what is unknown: which values it waits for.
    """

    effect: Effect
    who: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    condition: str
    policy: str
    urn: str
    forbids: bool = False
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Week:
    """The capacity of a scheduled unit over an ordinary week. Holidays and overrides come on top.

    Args:
        unit: Such as ``realtime``.
        counts: What is counted, such as ``instance``.
        timezone: Of the hours.
        least: Monday to Sunday, 24 floors each; between two whole numbers where the hour is business in part.
        most: The same of the ceiling.
        saved_hours: Unit-hours saved in the month against always on, least and most.
        saved_usd: The same in US dollars; ``None`` without a price.
    """

    unit: str
    counts: str
    timezone: str
    least: tuple[tuple[float, ...], ...]
    most: tuple[tuple[float, ...], ...]
    saved_hours: tuple[float, float]
    saved_usd: tuple[float, float] | None


@dataclass(frozen=True)
class ReviewReport:
    """Everything that a reviewer wants to see of a change to one stack.

    Args:
        stack: Name of the stack.
        project: Name of the Pulumi project.
        region: Of the default provider; empty when the preview does not say.
        made_at: ISO 8601 in UTC.
        commit: What was previewed; empty when nobody said.
        verdict: What it comes to.
        new_stack: Whether nothing of it is deployed yet, so everything is new.
        changes: The most dangerous first; unchanged resources are not among them.
        audit: What the policy pack says.
        cost: ``None`` when it could not be computed; ``problems`` says why.
        recovery: ``None`` when the stack declares no tier or it could not be computed.
        access: The widest first.
        schedules: Of each scheduled unit; empty without schedules.
        resources: The graph, unchanged ones included as far as the preview lists them.
        problems: Errors of the preview, and what could not be said.
        notes: What else to know, such as what the preview leaves out.
    """

    stack: str
    project: str
    region: str
    made_at: str
    commit: str
    verdict: Verdict
    new_stack: bool
    changes: tuple[Change, ...]
    audit: Audit
    cost: Cost | None
    recovery: Recovery | None
    access: tuple[AccessChange, ...]
    schedules: tuple[Week, ...]
    resources: tuple[Node, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
