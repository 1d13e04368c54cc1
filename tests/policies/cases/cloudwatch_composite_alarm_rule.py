"""Fixtures of cloudwatch-composite-alarm-rule."""

from __future__ import annotations

from guardrails.rules.cloudwatch_composite_alarm_rule import LIMITS

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges


def alarm(rule: object, *names: str) -> Case:
    return aws("cloudwatch/compositeAlarm", names, alarmName="endpoint", alarmRule=rule)


def wrong(rule: str, problem: str) -> Case:
    return alarm(rule, f"alarmRule {problem}")


ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:slow"
HUNDRED = " OR ".join(f"ALARM(a{number})" for number in range(100))
TAKES = "and takes ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE and FALSE;"
TEXTS = {name: limit for name, limit in LIMITS.items() if name != "alarmRule"}
EDGES = at_the_edges(alarm("ALARM(a)"), TEXTS)

CASES = Cases(
    passes=[
        *EDGES[0],
        alarm("ALARM(errors)"),
        alarm('ALARM("errors") AND ALARM("slow")'),
        alarm(f'(ALARM("errors") OR ALARM("{ARN}")) AND NOT ALARM(deploying)'),
        alarm(f'NOT (OK({ARN}) OR INSUFFICIENT_DATA("a (b)"))'),
        alarm("ALARM(a)\nOR\n(ALARM(b) AND OK (c))"),
        alarm("ALARM(CPU too high (prod)) OR ok(b)"),
        alarm('ALARM("a \\" b")'),
        alarm("TRUE"),
        alarm("NOT(false)"),
        alarm("at_least(1, OK, (a, b))"),
        alarm("AT_LEAST(2, ALARM, (a, b, c))"),
        alarm(HUNDRED),
        alarm(f"OK({'a' * 10236})"),
    ],
    fails=[
        *EDGES[1],
        wrong(f"{HUNDRED} OR OK(b)", "follows 101 alarms, above 100;"),
        alarm(f"OK({'a' * 10237})", "alarmRule has 10241 characters, accepted: 1 to 10240;"),
        alarm("", "alarmRule has 0 characters, accepted: 1 to 10240;"),
        wrong("ALARM(errors) ", "begins or ends with blanks;"),
        wrong("ALARM()", "names no alarm in ALARM();"),
        wrong('ALARM(" ")', 'names no alarm in ALARM(" ");'),
        wrong("ALARM(a) ALARM(b)", "has no operator before ALARM(b);"),
        wrong("ALARM(a) NOT ALARM(b)", "has no operator before NOT;"),
        wrong("ALARM(a) (ALARM(b))", "has no operator before (;"),
        wrong("ALARM(a) AND", "ends where an alarm is expected;"),
        wrong("AND ALARM(a)", "has nothing before AND;"),
        wrong("ALARM(a) AND or ALARM(b)", "has nothing before or;"),
        wrong("(ALARM(a)", "leaves a bracket open;"),
        wrong("ALARM(a))", "closes a bracket that holds nothing, or none;"),
        wrong("() OR ALARM(a)", "closes a bracket that holds nothing, or none;"),
        wrong("errors", f"holds errors, {TAKES}"),
        wrong("ALARMS(errors)", f"holds ALARMS, {TAKES}"),
        wrong("ALARM(a) && ALARM(b)", "has no operator before &&;"),
        wrong(f'"{"a" * 39}"', f'holds "{"a" * 36}..., {TAKES}'),
        wrong(f'"{"a" * 38}"', f'holds "{"a" * 38}", {TAKES}'),
    ],
    not_applicable=[],
    unknown=[alarm(U)],
    always_applicable=True,
)
