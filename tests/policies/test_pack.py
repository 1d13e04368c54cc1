"""The folder as something that is published alone: what it imports, what it says of itself, and how it fails."""

from __future__ import annotations

import ast
import sys
from importlib import metadata
from pathlib import Path

import pytest
from guardrails import catalog, readme
from guardrails.crossguard import serving
from guardrails.crossguard.policies import OWN, policies
from guardrails.rule import Family, Rule, Severity
from pulumi_policy import ResourceValidationPolicy, StackValidationPolicy

from tests.policies.analyzer import PACK

RULE_TEXT = """
from guardrails.rule import Family, Rule, Severity
RULE = Rule(
    id="{id}", family=Family.IAM, severity=Severity.LOW, resources=(), summary="s", cause="c", remedy="r", url="u"
)
{check}
"""
CHECK = "RULE.check(lambda resource: iter(()))"


def test_the_pack_imports_only_itself_and_the_standard_library_and_at_its_edge_pulumi() -> None:
    sources = [PACK / "__main__.py", *(PACK / "guardrails").rglob("*.py")]
    assert len(sources) > 40
    for source in sources:
        edge = {"pulumi_policy", "pulumi", "grpc"} if source.parent.name in ("crossguard", "policies") else set()
        allowed = {"guardrails", *edge, *sys.stdlib_module_names}
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, source
                names = {node.module or ""}
            else:
                continue
            assert {name.partition(".")[0] for name in names} <= allowed, (source, names)


def test_the_requirement_is_the_version_that_is_tested_here() -> None:
    assert (PACK / "requirements.txt").read_text(encoding="utf-8").split() == [
        f"pulumi-policy=={metadata.version('pulumi-policy')}"
    ]


def test_the_readme_has_every_rule_as_it_is() -> None:
    text = readme.README.read_text(encoding="utf-8")
    assert readme.rendered(text, catalog.load()) == text, "run python -m guardrails.readme in policies/"


def test_a_readme_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="put the two marks"):
        readme.rendered("nothing here", catalog.load())


def test_every_family_has_rules_and_ids_are_unique() -> None:
    entries = catalog.load().entries
    assert {entry.family for entry in entries} <= set(Family)
    assert len({entry.id for entry in entries}) == len(entries)


def test_every_rule_is_a_policy_of_its_own() -> None:
    pack = policies(catalog.load())
    assert [policy.name for policy in pack] == [*OWN, *(entry.id for entry in catalog.load().entries)]
    assert sum(isinstance(policy, ResourceValidationPolicy) for policy in pack) == len(catalog.load().rules)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("X = 1", "defines no RULE"),
        (RULE_TEXT.format(id="another-name", check=CHECK), "the id must be a-made-up-rule"),
        (RULE_TEXT.format(id="a-made-up-rule", check=""), "has no check"),
    ],
)
def test_a_rule_module_that_is_not_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    (tmp_path / "a_made_up_rule.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr("guardrails.rules.__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "guardrails.rules.a_made_up_rule", raising=False)
    with pytest.raises(catalog.CatalogError, match=complaint):
        catalog.load()


def test_a_rule_has_one_check() -> None:
    rule = Rule(id="x", family=Family.IAM, severity=Severity.LOW, resources=(), summary="", cause="", remedy="", url="")
    rule.check(lambda resource: iter(()))
    with pytest.raises(ValueError, match="two checks"):
        rule.check(lambda resource: iter(()))


def test_an_sdk_without_a_place_for_the_pack_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_policy.policy.analyzer_pb2_grpc", object())
    with pytest.raises(serving.UnknownSdkError, match=r"install the version of its requirements\.txt"):
        serving.serve_with(catalog.load())


def test_a_policy_that_the_sdk_asks_itself_says_that_it_was_started_wrongly() -> None:
    policy = policies(catalog.load())[-1]
    assert isinstance(policy, ResourceValidationPolicy | StackValidationPolicy)
    with pytest.raises(RuntimeError, match="start the pack with its own"):
        policy.validate(None, None)  # type: ignore[arg-type]
