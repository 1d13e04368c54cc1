"""What the reports look like: text that reads well, SARIF that a scanner takes, Markdown that fits into a comment."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from guardrails.audit.formats import json_document, markdown, sarif, table
from guardrails.audit.report import Finding, Report, StackReport, Undecided
from guardrails.catalog import load
from guardrails.rule import Level, Severity

RULES = {entry.id: entry for entry in load().entries}
TIMEOUT = RULES["lambda-function-timeout"]
URN = "urn:pulumi:prod::shop::aws:lambda/function:Function::slow"


def finding(resource: str = "slow", level: Level = Level.MANDATORY, problem: str = "is 901 s") -> Finding:
    urn = URN if resource == "slow" else f"{URN}-{resource}"
    message = f"{resource}: timeout {problem}; {TIMEOUT.remedy} [{TIMEOUT.id}]"
    return Finding(TIMEOUT.id, level, Severity.MEDIUM, resource, urn, "timeout", problem, message)


EXEMPT = replace(finding("old"), exemption="exempt until 2027-01-31 by team: it is replaced in January")
ENDING = "the exemption of x ends on 2026-12-01; fix what it covers, or renew it"


def stack(*findings: Finding, source: str = "exports/shop prod.json", **more: Any) -> StackReport:
    return StackReport(source, "prod", "shop", "stack export", 1200, list(findings), **more)


def report(*stacks: StackReport, notes: tuple[str, ...] = ()) -> Report:
    return Report(stacks, RULES, "1.2.3", notes)


BAD = StackReport("odd.json", error="holds no stack")
CLEAN = StackReport("exports/clean.json", "dev", "shop", "stack export", 1)
WAITING = Undecided(TIMEOUT.id, "slow", URN, "deferred to the update: timeout cannot be known before it")


def test_the_table_says_what_is_wrong_where_and_what_to_do() -> None:
    broken = Finding("lambda-function-memory", Level.ADVISORY, Severity.LOW, "", "", "", "", "stack: could not be read")
    full = stack(finding(), broken, undecided=[WAITING], exempted=[EXEMPT], notes=["one thing"])
    text = table.render(report(full, BAD, CLEAN, notes=(ENDING,)))
    assert text == (
        "shop/prod (stack export of 1,200 resources, exports/shop prod.json)\n"
        "  note: one thing\n"
        "  LEVEL      SEVERITY  RULE                     RESOURCE  PROBLEM\n"
        "  mandatory  medium    lambda-function-timeout  slow      timeout is 901 s\n"
        "  advisory   low       lambda-function-memory   -         stack: could not be read\n"
        f"  {EXEMPT.exemption}: old: timeout is 901 s [lambda-function-timeout]\n"
        "\n"
        "odd.json: holds no stack\n"
        "\n"
        "What to do\n"
        f"  lambda-function-timeout  {TIMEOUT.remedy}; {TIMEOUT.url}\n"
        f"  lambda-function-memory   {RULES['lambda-function-memory'].remedy}; {RULES['lambda-function-memory'].url}\n"
        "\n"
        f"Exemptions\n  {ENDING}\n"
        "\n"
        "2 stacks, 1,201 resources: 1 advisory and 1 mandatory violations; 1 violation exempt; "
        "1 check could not be decided, because the "
        "files do not hold the values; 1 file could not be read.\n"
    )


def test_a_clean_audit_is_one_line() -> None:
    assert table.render(report(CLEAN)) == "1 stack, 1 resource: no violation.\n"


def test_the_json_report_holds_everything() -> None:
    found = json.loads(json_document.render(report(stack(finding(), undecided=[WAITING], exempted=[EXEMPT]), BAD)))
    assert found["summary"] == {
        "stacks": 1,
        "resources": 1200,
        "violations": {"mandatory": 1},
        "exempt": 1,
        "undecided": 1,
        "unreadable": 1,
    }
    (violation,) = found["stacks"][0]["violations"]
    assert violation["urn"] == URN
    assert violation["property"] == "timeout"
    assert found["stacks"][0]["exempt"][0]["exemption"] == EXEMPT.exemption
    assert found["stacks"][1] == {"source": "odd.json", "error": "holds no stack"}


def only(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object of the schema with these members and no other."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


TEXT = only(["text"], text={"type": "string", "minLength": 1})
LEVELS = {"enum": ["none", "note", "warning", "error"]}
URI = {"type": "string", "format": "uri-reference", "pattern": "^[^ \\\\]+$"}
LOCATION = only(
    ["physicalLocation"],
    physicalLocation=only(["artifactLocation"], artifactLocation=only(["uri"], uri=URI)),
    logicalLocations={
        "type": "array",
        "items": only([], name={"type": "string"}, fullyQualifiedName={"type": "string"}, kind={"const": "resource"}),
    },
)
LOCATIONS = {"type": "array", "items": LOCATION}
RULE = only(
    ["id"],
    id={"type": "string"},
    shortDescription=TEXT,
    fullDescription=TEXT,
    help=TEXT,
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=only([], level=LEVELS, enabled={"type": "boolean"}),
    properties={"type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True}}},
)
RESULT = only(
    ["message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVELS,
    message=TEXT,
    locations=LOCATIONS,
    suppressions={
        "type": "array",
        "items": only(
            ["kind"], kind={"const": "external"}, status={"const": "accepted"}, justification={"minLength": 9}
        ),
    },
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
)
DRIVER = only(
    ["name"],
    name={"type": "string"},
    semanticVersion={"pattern": r"^\d+\.\d+\.\d+$"},
    rules={"type": "array", "uniqueItems": True, "items": RULE},
)
NOTIFICATION = only(["message"], level=LEVELS, message=TEXT, locations=LOCATIONS)
INVOCATION = only(
    ["executionSuccessful"],
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications={"type": "array", "items": NOTIFICATION},
)
RUN = only(
    ["tool"],
    tool=only(["driver"], driver=DRIVER),
    invocations={"type": "array", "items": INVOCATION},
    results={"type": "array", "items": RESULT},
)
SARIF = only(
    ["version", "runs"],
    version={"const": "2.1.0"},
    runs={"type": "array", "items": RUN},
    **{"$schema": {"type": "string", "format": "uri"}},
)
"""The members of SARIF 2.1.0 that the report uses, as the standard's schema has them; it allows no others either."""


def run_of(*stacks: StackReport, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    document = json.loads(sarif.render(report(*stacks, notes=notes)))
    jsonschema.validate(document, SARIF, format_checker=jsonschema.FormatChecker())
    run: dict[str, Any] = document["runs"][0]
    return run


def test_sarif_has_every_rule_and_names_the_resource_of_each_result() -> None:
    run = run_of(stack(finding(), finding("second", Level.ADVISORY)), CLEAN)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == TIMEOUT.id
    assert (first["level"], second["level"]) == ("error", "warning")
    (location,) = first["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "exports/shop%20prod.json"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == URN
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_knows_a_result_again_when_the_file_has_another_name() -> None:
    def prints(source: str, *findings: Finding) -> list[str]:
        run = run_of(stack(*findings, source=source))
        return [result["partialFingerprints"]["guardrails/v1"] for result in run["results"]]

    today, tomorrow = prints("a.json", finding()), prints("b.json", finding(), finding("second"))
    assert today == tomorrow[:1]
    assert len(set(tomorrow)) == 2


def test_sarif_suppresses_what_is_exempt_and_tells_what_to_review() -> None:
    run = run_of(stack(finding(), exempted=[EXEMPT]), notes=(ENDING,))
    first, second = run["results"]
    assert "suppressions" not in first
    assert second["suppressions"][0]["justification"] == EXEMPT.exemption
    assert run["invocations"][0]["toolExecutionNotifications"] == [{"level": "note", "message": {"text": ENDING}}]


def test_sarif_says_which_file_could_not_be_read(tmp_path: Path) -> None:
    unreadable = StackReport(str(tmp_path / "odd.json"), error="holds no stack")
    run = run_of(unreadable, stack(finding(), source="-"))
    assert run["invocations"][0]["executionSuccessful"] is False
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].endswith("odd.json holds no stack")
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "stdin"


@pytest.mark.parametrize("level", [Level.DISABLED, Level.ADVISORY, Level.MANDATORY, Level.REMEDIATE])
def test_sarif_takes_each_level_as_a_rules_default(level: Level) -> None:
    rules = {TIMEOUT.id: replace(TIMEOUT, level=level)}
    document = json.loads(sarif.render(Report((), rules, "1.2.3")))
    jsonschema.validate(document, SARIF)
    default = document["runs"][0]["tool"]["driver"]["rules"][0]["defaultConfiguration"]
    expected = {Level.DISABLED: {"enabled": False}, Level.ADVISORY: {"level": "warning"}}
    assert default == expected.get(level, {"level": "error"})


def test_markdown_shows_names_and_values_as_they_are() -> None:
    odd = "a|b`<script>@team\n[x](y)"
    full = stack(finding(odd, problem="is *odd*"), exempted=[EXEMPT], notes=["a #1"])
    text = markdown.render(report(full, BAD, notes=(ENDING,)))
    row = next(line for line in text.splitlines() if line.startswith("| mandatory"))
    assert row.count(" | ") == 4
    assert "a\\|b\\`\\<script\\>@\u200bteam \\[x\\](y)" in row
    assert "is \\*odd\\*" in row
    assert "- **odd.json** holds no stack" in text
    assert "- a \\#1" in text
    assert f"- {EXEMPT.exemption}: old: timeout is 901 s" in text
    assert f"- {ENDING}" in text
    assert f"- **{TIMEOUT.id}**: " in text


def test_markdown_fits_into_a_comment_and_says_what_is_left_out() -> None:
    many = stack(*(finding(f"function-{number:04}") for number in range(2_000)))
    text = markdown.render(report(BAD, many))
    assert len(text) <= 65_536
    shown = sum(line.startswith("| mandatory") for line in text.splitlines())
    assert 100 < shown < 2_000
    assert f"{2_000 - shown} more rows do not fit" in text
    assert "- **odd.json** holds no stack" in text
    whole = markdown.render(report(stack(finding())))
    assert "do not fit" not in whole
