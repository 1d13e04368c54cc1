"""The rules over files of stacks: the findings are those of the fixtures, and a damaged file is reported as such."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from guardrails import __main__ as guardrails_command
from guardrails.audit.auditor import Auditor
from guardrails.audit.report import FailOn, Report, StackReport
from guardrails.aws import recovery
from guardrails.catalog import Catalog, load
from guardrails.config.pack_config import PackConfig
from guardrails.rule import Level, Rule, StackRule
from hypothesis import given
from hypothesis import strategies as st

from tests.policies.analyzer import PACK, SIGNATURE, UNKNOWN_TEXT
from tests.policies.cases import Case, StackCase, all_cases, aws
from tests.policies.cases.case import TODAY
from tests.policies.stack_files import export, preview, revealed, sealed, states, write

CATALOG = load()
CASES = all_cases()
AUDITOR = Auditor(CATALOG, PackConfig(), TODAY)
SLOW = aws("lambda/function", called="slow", timeout=901)
TIMEOUT = "slow: timeout is 901 s"


def audit(path: Path, document: object, auditor: Auditor = AUDITOR) -> StackReport:
    return auditor.audit(write(path / "stack.json", document))


def messages(report: StackReport, rule: str = "lambda-function-timeout") -> list[str]:
    assert report.error == ""
    return [finding.message for finding in report.findings if finding.rule == rule]


def run(*arguments: str) -> int:
    return guardrails_command.main(["audit", *arguments])


def named(case: Case | StackCase) -> list[str]:
    return list(case.names) if isinstance(case, StackCase) else [f"{case.name}: {name}" for name in case.names]


@pytest.mark.parametrize("rule", [rule for rule in CATALOG.entries if rule.id in CASES], ids=lambda rule: rule.id)
@pytest.mark.parametrize("form", [export, preview])
def test_each_violation_of_the_fixtures_is_found_in_a_file(rule: Rule | StackRule, form: Any, tmp_path: Path) -> None:
    alone = Catalog((rule,))
    for case in CASES[rule.id].fails:
        resources = case.resources if isinstance(case, StackCase) else (case,)
        config = PackConfig(
            environments={one.environment: (one.environment,) for one in resources if one.environment},
            explicit={rule.id: Level.MANDATORY},  # some rules are off by default
            settings={rule.id: case.settings},
        )
        lines = messages(audit(tmp_path, form(states(*resources)), Auditor(alone, config, TODAY)), rule.id)
        assert [line[: len(start)] for line, start in zip(lines, named(case), strict=True)] == named(case)


def test_our_fixtures_are_enough_to_say_so() -> None:
    assert len(CATALOG.entries) > 30


def test_values_of_a_preview_that_are_unknown_leave_a_check_undecided(tmp_path: Path) -> None:
    report = audit(tmp_path, preview(states(SLOW.but(timeout=UNKNOWN_TEXT))))
    assert messages(report) == []
    undecided = {check.rule: check for check in report.undecided}
    assert undecided["lambda-function-timeout"].resource == "slow"
    assert "timeout" in undecided["lambda-function-timeout"].reason


def test_a_secret_is_judged_where_it_was_exported_and_never_shown(tmp_path: Path) -> None:
    shown = audit(tmp_path, export(states(SLOW.but(timeout=revealed(86753)))))
    assert messages(shown)[0].startswith("slow: timeout is [secret] s")
    assert "86753" not in repr(shown)
    for hidden in (sealed(), "[secret]"):
        report = audit(tmp_path, export(states(SLOW.but(timeout=hidden))))
        assert messages(report) == []
        assert "lambda-function-timeout" in {check.rule for check in report.undecided}


@pytest.mark.parametrize("mark", ["new", [], {}, 1])
def test_a_mark_that_nobody_knows_leaves_the_value_unknown(tmp_path: Path, mark: object) -> None:
    report = audit(tmp_path, export(states(SLOW.but(timeout={SIGNATURE: mark, "value": 901}))))
    assert messages(report) == []
    assert "lambda-function-timeout" in {check.rule for check in report.undecided}


def test_resources_that_the_stack_no_longer_or_never_managed_are_not_judged(tmp_path: Path) -> None:
    *_, one = states(SLOW)
    for gone in ({"delete": True}, {"external": True}, {"custom": False}):
        report = audit(tmp_path, export([{**one, **gone}]))
        assert (messages(report), report.resources) == ([], 0)
    for op in ("delete", "delete-replaced", "discard", "read"):
        assert messages(audit(tmp_path, preview([one], op))) == []
    assert messages(audit(tmp_path, preview([{**one, "newState": None}], "update"))) != []


def test_a_component_that_a_rule_looks_at_is_judged_as_a_resource_is(tmp_path: Path) -> None:
    slow = Case(recovery.COMPONENT, {"tier": 1.0, "rtoSeconds": 301.0, "rpoSeconds": 0.0}, name="dr")
    *_, one = states(slow)
    for document in (export([{**one, "custom": False}]), preview([{**one, "custom": False}])):
        report = audit(tmp_path, document)
        (late,) = messages(report, "resilience-tier-met")
        assert late.startswith("dr: rtoSeconds is 301, but tier 1 allows at most 300 s")
        (alone,) = messages(report, "resilience-tier-resources")
        assert alone.startswith("dr: tier is 1, but no table has a replica")


def test_a_replacement_is_one_resource_though_it_is_several_steps(tmp_path: Path) -> None:
    *_, one = states(SLOW)
    document = preview([one, one], "create-replacement")
    document["steps"].append({"op": "delete-replaced", "urn": one["urn"], "oldState": one})
    report = audit(tmp_path, document)
    assert (len(messages(report)), report.resources) == (1, 1)


def test_a_resource_is_in_the_region_of_its_provider(tmp_path: Path) -> None:
    seen: list[str] = []
    rule = next(rule for rule in CATALOG.rules if rule.id == "lambda-function-timeout")
    probe = Rule(**{**{name: getattr(rule, name) for name in FACTS}, "id": "probe"})
    probe.check(lambda resource: iter(seen.append(resource.region) or ()))
    auditor = Auditor(Catalog((probe,)), PackConfig(), TODAY)
    for case in (replace(SLOW, provider_region="eu-west-1"), SLOW, SLOW.but(region="ap-south-1")):
        audit(tmp_path, export(states(case)), auditor)
        audit(tmp_path, preview(states(case)), auditor)
    *_, alone = states(SLOW)
    audit(tmp_path, preview([alone]), auditor)
    assert seen == ["eu-west-1", "eu-west-1", "", "", "ap-south-1", "ap-south-1", "us-east-1"]


FACTS = ("family", "severity", "resources", "summary", "cause", "remedy", "url")
BUCKET = aws("s3/bucket", called="inputs", bucket="inputs")
BLOCK = aws("s3/bucketPublicAccessBlock", called="block", bucket="inputs")
UNBLOCKED = "s3-bucket-without-public-access-block"


def test_a_rule_about_the_stack_sees_outputs_where_there_are_some(tmp_path: Path) -> None:
    _, bucket, block = states(BUCKET.but(bucket=UNKNOWN_TEXT), BLOCK)
    assert messages(audit(tmp_path, export([bucket, block])), UNBLOCKED) != []
    assert messages(audit(tmp_path, export([{**bucket, "outputs": {"id": "inputs"}}, block])), UNBLOCKED) == []


def test_a_preview_that_hides_unchanged_resources_says_what_did_not_run(tmp_path: Path) -> None:
    report = audit(tmp_path, preview(states(BUCKET), "update", same=1))
    assert messages(report, UNBLOCKED) == []
    assert "1 unchanged resources are not in this preview" in report.notes[0]
    shown = preview(states(BUCKET), "update", same=1)
    shown["steps"].append({"op": "same", "urn": "urn:block", "newState": states(BLOCK)[-1]})
    report = audit(tmp_path, shown)
    assert (report.notes, messages(report, UNBLOCKED)) == ([], [])


def test_the_state_file_of_a_self_managed_backend_is_an_export_too(tmp_path: Path) -> None:
    latest = export(states(SLOW))["deployment"]
    report = audit(tmp_path, {"version": 3, "checkpoint": {"stack": "test", "latest": latest}})
    assert messages(report)[0].startswith(TIMEOUT)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"version": 3, "deployment": {"manifest": {}, "metadata": {}}}, "stack export"),
        ({"version": 3, "deployment": {"manifest": {}, "resources": None}}, "stack export"),
        ({"config": {}, "duration": 1, "changeSummary": {}}, "preview"),
        ({"config": {}, "duration": 1, "changeSummary": None, "steps": None}, "preview"),
    ],
)
def test_an_empty_stack_is_clean(tmp_path: Path, document: object, kind: str) -> None:
    report = audit(tmp_path, document)
    assert (report.error, report.kind, report.findings) == ("", kind, [])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is not valid JSON: Expecting '{': line 1 column 1"),
        ("[1]", "is not valid JSON: Expecting '{'"),
        ("{}", "holds no stack; give what `pulumi stack export`"),
        ('{"hello": 1}', "holds no stack"),
        ('{"deployment": {"resources": [{"urn": "u"}, 3]}}', "deployment.resources holds something that is not an obj"),
        ('{"deployment": {"resources": [{"urn": "u"}', "is not valid JSON"),
        ('{"deployment": {"resources": []}} more', "is not valid JSON: Extra data"),
        ('{"a": ' + "[" * 100_000, "is nested too deeply to be a stack"),
        ('{"steps": [{"op": "create", "newState": 4}]}', "newState holds something that is not an object"),
    ],
)
def test_what_is_no_stack_is_reported_as_what_it_is(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "odd.json").write_text(text, encoding="utf-8")
    assert complaint in AUDITOR.audit(str(tmp_path / "odd.json")).error


TOKENS = sorted({token for rule in CATALOG.entries for token in rule.resources})
PARTS = ["urn", "inputs", "outputs", "provider", "propertyDependencies", "op", "newState", "value", SIGNATURE]
SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from([UNKNOWN_TEXT, "[secret]", "same", "a::b::c::d"])
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=6),
    max_leaves=15,
)


@st.composite
def documents(draw: st.DrawFn) -> object:
    """Anything, and what looks like a stack until one reads on."""
    state = {"type": draw(st.sampled_from(TOKENS)), "custom": True, **{part: draw(ANYTHING) for part in PARTS}}
    entries = draw(st.sampled_from([[state], [{"newState": state}], [draw(ANYTHING), state], draw(ANYTHING)]))
    export_or_preview = draw(st.sampled_from([{"deployment": {"resources": entries}}, {"steps": entries}]))
    return draw(st.sampled_from([{**export_or_preview, "changeSummary": draw(ANYTHING)}, draw(ANYTHING)]))


@given(documents())
def test_no_document_whatever_ends_the_run(document: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = audit(Path(folder), document)
    assert bool(report.error) is not bool(report.kind)
    assert not any("because the rule failed" in finding.message for finding in report.findings), report.findings


def test_a_bad_file_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, missing = tmp_path / "a.json", tmp_path / "none.json"
    bad.write_bytes(b"\xff\xfe\x00")
    good = write(tmp_path / "b.json", export(states(SLOW)))
    assert run(str(bad), good, str(missing), "--output", "json") == 2
    captured = capsys.readouterr()
    first, second, third = json.loads(captured.out)["stacks"]
    assert "not text in UTF-8 or UTF-16" in first["error"]
    assert any(found["rule"] == "lambda-function-timeout" for found in second["violations"])
    assert "No such file" in third["error"]
    assert captured.err.count("error: ") == 2


def test_powershell_files_folders_globs_and_stdin_are_read(tmp_path: Path) -> None:
    text = json.dumps(export(states(SLOW)))
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.json").write_text(text, encoding="utf-16")
    (tmp_path / "b.json").write_text(text, encoding="utf-8-sig")
    (tmp_path / "notes.txt").write_text("no stack", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "guardrails", "audit", "--output", "json"]
    given = [str(tmp_path), str(tmp_path / "*.json"), "-", str(tmp_path / "empty")]
    done = subprocess.run([*command, *given], cwd=PACK, input=text, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["stacks"]
    assert [Path(stack["source"]).name for stack in found] == ["b.json", "a.json", "-", "empty"]
    assert [len(stack.get("violations", [])) for stack in found][:3] == [len(found[0]["violations"])] * 3
    assert found[3]["error"] == "could not be read: is a folder without *.json files"
    assert done.returncode == 2


def test_hundreds_of_stacks_go_in_one_run_and_several_processes_find_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(200):
        write(tmp_path / f"{number:03}.json", export(states(SLOW.but(timeout=900 + number % 2))))
    assert run(str(tmp_path), "--output", "json") == 1
    alone = capsys.readouterr().out
    assert run(str(tmp_path), "--output", "json", "--jobs", "2") == 1
    assert capsys.readouterr().out == alone
    slow = [stack for stack in json.loads(alone)["stacks"] if "lambda-function-timeout" in json.dumps(stack)]
    assert len(slow) == 100


def test_the_processes_of_an_audit_are_no_copies_of_one_that_may_have_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork copies the locks of other threads as they are: one that is held then is held for ever."""

    def fork() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr("os.fork", fork)
    for number in range(2):
        write(tmp_path / f"{number}.json", export(states(SLOW)))
    assert run(str(tmp_path), "--output", "json", "--jobs", "2") == 1


@pytest.mark.parametrize(
    ("timeout", "fail_on", "expected"),
    [(900, "advisory", 0), (901, "mandatory", 1), (901, "advisory", 1), (901, "never", 0)],
)
def test_the_exit_code_follows_the_level(tmp_path: Path, timeout: int, fail_on: str, expected: int) -> None:
    timeout_rule = next(rule for rule in CATALOG.rules if rule.id == "lambda-function-timeout")
    alone = Auditor(Catalog((timeout_rule,)), PackConfig(), TODAY)
    report = Report((audit(tmp_path, export(states(SLOW.but(timeout=timeout))), alone),), {}, "1")
    assert report.exit_code(FailOn(fail_on)) == expected


def test_the_report_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack = write(tmp_path / "a.json", export(states(SLOW)))
    assert run(stack, "--output", "json", "--out", str(tmp_path / "report.json")) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["stacks"] == 1
    assert run(stack, "--out", str(tmp_path / "no" / "folder")) == 2
    assert "error: --out" in capsys.readouterr().err


def test_the_folder_and_a_bare_python_are_enough() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); import guardrails.audit.command;"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, cwd=PACK, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"guardrails", "__main__", *sys.stdlib_module_names}


def test_commands_are_listed_and_others_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert guardrails_command.main(["--help"]) == 0
    assert "audit " in capsys.readouterr().out
    assert guardrails_command.main(["adit"]) == 2
    assert "there is no command adit" in capsys.readouterr().err
    assert guardrails_command.main([]) == 2
    with pytest.raises(SystemExit):
        run("--jobs", "0", "x")
    assert "0 is not accepted; give 1 or more" in capsys.readouterr().err
