"""Reports of any shape, for laws about whatever renders them."""

from __future__ import annotations

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

FIGURES = Figures(1.0, 2.0, 3.0)
HOSTILE = (
    "<script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "</details></summary>",
    "@everyone @octocat",
    "[click](https://evil.example)",
    "![x](http://evil.example/p.png)",
    "www.evil.example HTTPS://evil.example",
    "| a | b |\n| --- | --- |",
    "`code` **bold** _it_ ~~no~~ # head",
    "\n\n# Heading\n\n- [x] done",
    "<!-- inference-platform report: other -->",
    "&lt;b&gt; &amp; $x^2$ \\",
    "GH-1 octo/repo#2 #3",
    "\u202eevil\u202c \x00 \x1b[31m",
    "🌈" * 50,
    "長い名前" * 100,
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300), st.text("|`*<@\\_[", max_size=2_000))
SHORT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


def report(
    *,
    stack: str = "prod",
    changes: tuple[Change, ...] = (),
    access: tuple[AccessChange, ...] = (),
    audit: Audit | None = None,
    cost: Cost | None = None,
    recovery: Recovery | None = None,
    schedules: tuple[Week, ...] = (),
    verdict: Verdict | None = None,
    **further: tuple[str, ...],
) -> ReviewReport:
    """A report with what matters to a test."""
    return ReviewReport(
        stack=stack,
        project="inference-platform",
        region="eu-west-1",
        made_at="2026-11-26T12:00:00+00:00",
        commit="abc",
        verdict=verdict or Verdict(Status.SUCCESS, ("no change",)),
        new_stack=False,
        changes=changes,
        audit=audit or Audit(ran=True),
        cost=cost,
        recovery=recovery,
        access=access,
        schedules=schedules,
        resources=(),
        **further,
    )


def cost_of(rows: tuple[CostRow, ...] = (), unpriced: tuple[str, ...] = ()) -> Cost:
    """A cost with these rows."""
    complete = not unpriced
    return Cost(FIGURES, FIGURES, FIGURES, complete, complete, rows[:5], rows, unpriced, ())


CHANGES = st.builds(
    Change,
    SHORT,
    SHORT,
    SHORT,
    SHORT,
    st.sampled_from(Operation),
    st.sampled_from(Risk),
    TEXTS,
    TEXTS,
    st.lists(st.builds(PropertyChange, SHORT, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
)
ACCESS = st.builds(
    AccessChange,
    st.sampled_from(Effect),
    SHORT,
    st.lists(SHORT, max_size=3).map(tuple),
    st.lists(SHORT, max_size=3).map(tuple),
    TEXTS,
    SHORT,
    SHORT,
    st.booleans(),
    st.lists(SHORT, max_size=2).map(tuple),
    TEXTS,
)
FINDINGS = st.builds(Finding, SHORT, SHORT, SHORT, SHORT, SHORT, TEXTS, TEXTS, SHORT, st.sampled_from(["", "by x"]))
ROWS = st.builds(CostRow, SHORT, SHORT, *[st.just(FIGURES)] * 3, st.booleans())
DAY = tuple(float(hour > 8) for hour in range(24))
WEEKS = st.builds(Week, SHORT, SHORT, SHORT, st.just((DAY,) * 7), st.just((DAY,) * 7), st.just((0.0, 1.0)), st.none())
RECOVERIES = st.builds(
    Recovery,
    st.integers(1, 3),
    st.none(),
    st.booleans(),
    st.just((RecoveryTime("RTO", 60.0, None), RecoveryTime("RPO", 0.0, 1.5))),
    TEXTS,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.just(()),
)


def many(elements: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of them, each of which may stand there a thousand times."""
    return st.tuples(st.lists(elements, max_size=3), st.sampled_from([1, 1, 40, 1_000])).map(
        lambda drawn: tuple(drawn[0] * drawn[1])
    )


REPORTS = st.builds(
    report,
    stack=SHORT,
    changes=many(CHANGES),
    access=many(ACCESS),
    audit=st.builds(Audit, st.booleans(), many(FINDINGS), st.integers(0, 9), many(TEXTS)),
    cost=st.one_of(st.none(), st.builds(cost_of, many(ROWS), many(TEXTS))),
    recovery=st.one_of(st.none(), RECOVERIES),
    schedules=many(WEEKS),
    verdict=st.builds(Verdict, st.sampled_from(Status), many(TEXTS)),
    problems=many(TEXTS),
    notes=many(TEXTS),
)
