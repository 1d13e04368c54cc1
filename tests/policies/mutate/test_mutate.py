"""The mutation run itself: it finds what a weak fixture lets through, and holds the list of reviewed mutants to it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import guardrails.rules
import pytest

from tests.policies.cases import Cases, U, all_cases, aws
from tests.policies.mutate.mutations import mutations
from tests.policies.mutate.run import UNSOUND, Equivalent, Mutant, equivalents, judged, of_module
from tests.policies.mutate.trial import holds
from tests.policies.mutate.world import Source, World, load

RULE = '''
from __future__ import annotations
from guardrails.rule import Family, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="a-made-up-rule", family=Family.LAMBDA, severity=Severity.LOW, resources=("aws:lambda/function:Function",),
    summary="s.", cause="c.", remedy="r", url="u", frameworks=("A 1", "B 2"),
)
SMALL = frozenset({"small", "tiny"})

@RULE.check
def check(resource):
    """A docstring of 1 line."""
    if resource["packageType"].text() == "Image":
        yield not_applicable("an image")
        return
    timeout = resource["timeout"].number()
    if timeout is not None and (timeout > 900 or (timeout > 60 and resource["memorySize"].missing)):
        yield violation("timeout", "is too long")
'''
FUNCTION = aws("lambda/function", timeout=900.0, memorySize=1.0)
FOUND = ("timeout is too long",)
STRONG = Cases(
    passes=[FUNCTION, FUNCTION.but(timeout=60.0, memorySize=None), FUNCTION.but(timeout=None)],
    fails=[FUNCTION.but(FOUND, timeout=901.0), FUNCTION.but(FOUND, timeout=61.0, memorySize=None)],
    not_applicable=[FUNCTION.but(timeout=901.0, packageType="Image")],
    unknown=[FUNCTION.but(timeout=U)],
)
WEAK = Cases(
    passes=[FUNCTION.but(timeout=1.0)],
    fails=[FUNCTION.but(FOUND, timeout=2000.0)],
    not_applicable=[FUNCTION.but(packageType="Image")],
    unknown=[FUNCTION.but(timeout=U)],
)
Trial = Callable[[Cases], list[Mutant]]


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    name = "guardrails.rules.a_made_up_rule"
    (tmp_path / "a_made_up_rule.py").write_text(RULE, encoding="utf-8")
    monkeypatch.setattr("guardrails.rules.__path__", [str(tmp_path)])
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__(name)
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(guardrails.rules, "a_made_up_rule")
    __import__(name)
    world = World({name: Source(name, tmp_path / "a_made_up_rule.py")})
    return lambda cases: list(of_module(world, name, {"a-made-up-rule": cases}, parts=1))


def survivors(mutants: list[Mutant]) -> set[str]:
    return {mutant.text for mutant in mutants if mutant.survived}


def test_fixtures_that_pin_a_rule_down_leave_only_the_table_that_nobody_reads(trial: Trial) -> None:
    mutants = trial(STRONG)
    assert len(mutants) > 20
    assert survivors(mutants) == {
        "in module: 'small' taken out",
        "in module: 'tiny' taken out",
        "in module: the table of 'small' emptied",
    }


def test_fixtures_with_gaps_let_the_mutants_of_the_gaps_through(trial: Trial) -> None:
    found = survivors(trial(WEAK))
    assert "in check: `900` -> `901`" in found
    assert "in check: `timeout > 900` -> `timeout >= 900`" in found
    assert any(text.endswith("-> `timeout > 900`") for text in found), "no fixture shows the second half of the `or`"
    assert "in check: `yield violation('timeout', 'is too long')` taken out" not in found
    assert "in check: `return` taken out" in found


def test_fixtures_that_fail_anyway_prove_nothing(trial: Trial) -> None:
    wrong = Cases(passes=[FUNCTION.but(timeout=901.0)], fails=[], not_applicable=[])
    assert UNSOUND in survivors(trial(wrong))
    assert UNSOUND not in survivors(trial(WEAK))


def test_a_mutant_leaves_nothing_behind(trial: Trial) -> None:
    module = sys.modules["guardrails.rules.a_made_up_rule"]
    trial(WEAK)
    assert sys.modules["guardrails.rules.a_made_up_rule"] is module
    assert vars(guardrails.rules)["a_made_up_rule"] is module


def edits(code: str) -> set[str]:
    tree = ast.parse(code)
    before = ast.dump(tree)
    found = set()
    for mutation in mutations(tree):
        with mutation.applied():
            found.add(ast.unparse(ast.fix_missing_locations(tree)))
    assert ast.dump(tree) == before, "the tree is whole again"
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a and b and c", {"b and c", "a and c", "a and b"}),
        ("x = not y", {"x = y"}),
        ("a < b <= c", {"a <= b <= c", "a < b < c"}),
        ("a in b", {"a not in b"}),
        ("T = frozenset({'a', 'b'})", {"T = frozenset({'b'})", "T = frozenset({'a'})", "T = frozenset(set())"}),
        ("T = {'a': x, 'b': y}", {"T = {'b': y}", "T = {'a': x}", "T = {}"}),
        ("T = (a, 'b')", set()),
        ("x = 5", {"x = 6", "x = 4"}),
        ("x = True", set()),
        ("any(x)", {"all(x)"}),
        ("x = y.lower()", {"x = y"}),
        ("x = [a for a in b if a]", {"x = [a for a in b]"}),
        ("x = a if b else c", {"x = a if True else c", "x = a if False else c"}),
        ("def f():\n    yield x", {"def f():\n    pass"}),
        ("for a in b:\n    continue", {"for a in b:\n    pass"}),
        ("s = Setting('a', {'minimum': 1, 'type': 'integer'}, b)", set()),
        ("R = Rule(id='x', frameworks=('a', 'b'), schema={'a': 1, 'b': 2})", set()),
        (
            "def f(a: int = 3) -> 'x':\n    pass",
            {"def f(a: int=4) -> 'x':\n    pass", "def f(a: int=2) -> 'x':\n    pass"},
        ),
    ],
)
def test_each_kind_of_edit(code: str, expected: set[str]) -> None:
    assert edits(code) == expected


def test_a_module_of_shared_knowledge_is_tried_with_the_rules_that_use_it() -> None:
    users = load().users("guardrails.aws.iam")
    assert users[0] == "guardrails.aws.iam"
    assert "guardrails.rules.iam_role_open_trust" in users
    assert "guardrails.rules.lambda_function_timeout" not in users


def test_every_rule_holds_before_anything_is_mutated() -> None:
    cases = all_cases()
    world = load()
    for name, source in world.sources.items():
        with world.changed(name, source.code) as rules:
            assert all(holds(rule, cases[rule.id]) for rule in rules), name


SURVIVOR = Mutant("rules/x.py", 3, "in check: `a and b` -> `a`", survived=True)
KILLED = Mutant("rules/x.py", 4, "in check: `c` -> `d`", survived=False)
REASON = "b is true whenever a is, by the type's own schema"


def test_a_reviewed_survivor_is_no_failure_and_a_review_without_one_is() -> None:
    covering = Equivalent("rules/x.py", SURVIVOR.text, REASON)
    by_pattern = Equivalent("rules/x.py", "in check: `a and *` -> `*`", REASON)
    useless = Equivalent("rules/x.py", KILLED.text, REASON)
    elsewhere = Equivalent("rules/y.py", SURVIVOR.text, REASON)
    assert judged([SURVIVOR, KILLED], []) == ((SURVIVOR,), ())
    assert judged([SURVIVOR, KILLED], [covering]) == ((), ())
    assert judged([SURVIVOR, KILLED], [by_pattern]) == ((), ())
    assert judged([SURVIVOR, KILLED], [covering, useless, elsewhere]) == ((), (useless,)), "y was not tried"


def test_a_review_says_why(tmp_path: Path) -> None:
    listed = tmp_path / "equivalents.toml"
    listed.write_text('[[equivalent]]\nmodule = "a"\nmutation = "b"\nreason = "because"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="say why in 20 characters or more"):
        equivalents(listed)
    assert isinstance(equivalents(), tuple)
