"""What an organisation configures: which level wins, and how a mistake is refused."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from guardrails.catalog import Catalog, load
from guardrails.config.levels import can_remediate, environment_of
from guardrails.config.pack_config import read_pack_config
from guardrails.config.reading import ConfigError
from guardrails.config.schema import KEYWORDS, accepted, refusal
from guardrails.rule import Family, Level, Rule

from tests.policies.analyzer import PACK

TIMEOUT, MEMORY = "lambda-function-timeout", "lambda-function-memory"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def level(catalog: Catalog, given: dict[str, Any], rule: str = TIMEOUT, environment: str = "") -> Level:
    facts = next(entry for entry in catalog.entries if entry.id == rule)
    return read_pack_config(given, catalog).level(facts, environment)


def problems(catalog: Catalog, given: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        read_pack_config(given, catalog)
    return str(caught.value)


def test_without_configuration_every_rule_has_its_own_level(catalog: Catalog) -> None:
    config = read_pack_config({}, catalog)
    assert [config.level(rule, "prod") for rule in catalog.entries] == [rule.level for rule in catalog.entries]


def test_the_nearest_level_wins(catalog: Catalog) -> None:
    shared: dict[str, Any] = {"levels": {"*": "disabled"}}
    assert level(catalog, {"guardrails": shared}) is Level.DISABLED
    shared["levels"]["lambda-limits"] = "advisory"
    assert level(catalog, {"guardrails": shared}) is Level.ADVISORY
    shared["levels"][TIMEOUT] = "mandatory"
    assert level(catalog, {"guardrails": shared}) is Level.MANDATORY
    shared["environmentLevels"] = {"dev": {"*": "disabled"}}
    assert level(catalog, {"guardrails": shared}) is Level.MANDATORY
    assert level(catalog, {"guardrails": shared}, environment="dev") is Level.DISABLED
    assert level(catalog, {"guardrails": shared, "all": "advisory"}, environment="dev") is Level.ADVISORY
    assert level(catalog, {"guardrails": shared, "all": "advisory", TIMEOUT: "mandatory"}) is Level.MANDATORY
    assert level(catalog, {"guardrails": shared, TIMEOUT: {"enforcementLevel": "disabled"}}) is Level.DISABLED


def test_thresholds_are_kept_for_their_rule(catalog: Catalog) -> None:
    rule = next(entry for entry in catalog.entries if entry.id == TIMEOUT)
    name = rule.settings[0].name
    config = read_pack_config({TIMEOUT: {name: 30}}, catalog)
    assert rule.configured(config.settings_of(rule)) == {name: 30}
    assert config.level(rule, "") is rule.level


def test_a_family_that_is_set_to_remediate_repairs_what_it_can_and_stops_the_rest(catalog: Catalog) -> None:
    config = read_pack_config({"guardrails": {"levels": dict.fromkeys(Family, "remediate")}}, catalog)
    for rule in catalog.entries:
        expected = Level.REMEDIATE if can_remediate(rule) else Level.MANDATORY
        assert config.level(rule, "") is expected, rule.id


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lambda-function-timeot": "advisory"}, "lambda-function-timeot = 'advisory' is not accepted; accepted: "),
        ({"lambda-function-timeot": "advisory"}, "lambda-function-timeout"),
        ({TIMEOUT: "warn"}, f"{TIMEOUT} = 'warn' is not accepted; accepted: advisory, mandatory, disabled"),
        ({TIMEOUT: "remediate"}, "accepted: advisory, mandatory, disabled"),
        ({TIMEOUT: {"longest": 30}}, f"{TIMEOUT}.longest = 30 is not accepted; accepted: enforcementLevel, maxSeconds"),
        (
            {TIMEOUT: {"maxSeconds": 0}},
            f"{TIMEOUT}.maxSeconds = 0 is not accepted; accepted: a whole number from 1 to 900",
        ),
        ({TIMEOUT: 5}, f"{TIMEOUT} = 5 is not accepted; accepted: an object"),
        ({"all": "loud"}, "all = 'loud' is not accepted; accepted: advisory, mandatory, remediate, disabled"),
        ({"guardrails": {"level": {}}}, "guardrails.level = {} is not accepted; accepted: environments, levels"),
        ({"guardrails": {"levels": {"lambda": "advisory"}}}, "guardrails.levels.lambda = 'advisory' is not accepted"),
        ({"guardrails": {"levels": []}}, "guardrails.levels = [] is not accepted; accepted: an object"),
        (
            {"guardrails": {"environmentLevels": {"prd": {"*": "advisory"}}}},
            "guardrails.environmentLevels.prd = {'*': 'advisory'} is not accepted; accepted: prod, staging",
        ),
        (
            {"guardrails": {"environments": {"live": [1]}}},
            "guardrails.environments.live[0] = 1 is not accepted; accepted: a string",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_key_and_what_is_accepted(catalog: Catalog, given: Any, said: str) -> None:
    assert said in problems(catalog, given)


def test_all_mistakes_are_told_at_once(catalog: Catalog) -> None:
    text = problems(catalog, {TIMEOUT: "warn", MEMORY: "warn", "guardrails": {"levels": {"*": "warn"}}})
    assert text.count("\n  ") == 3
    assert "has 3 problem(s)" in text


def test_the_pack_s_own_policies_have_levels_too(catalog: Catalog) -> None:
    assert read_pack_config({}, catalog).own_level("guardrails") is Level.ADVISORY
    config = read_pack_config({"guardrails": "disabled", "guardrails-expired-exemptions": "advisory"}, catalog)
    assert config.own_level("guardrails") is Level.DISABLED
    assert config.own_level("guardrails-expired-exemptions") is Level.ADVISORY
    given = {"guardrails": {"enforcementLevel": "mandatory", "levels": {"*": "advisory"}}}
    assert read_pack_config(given, catalog).own_level("guardrails") is Level.MANDATORY
    assert level(catalog, given) is Level.ADVISORY
    assert "guardrails = 'loud' is not accepted" in problems(catalog, {"guardrails": "loud"})


def test_a_stack_s_environment_comes_from_its_name() -> None:
    patterns = {"prod": ("live", "*-live"), "dev": ("*",)}
    assert environment_of("shop-live", patterns) == "prod"
    assert environment_of("anything", patterns) == "dev"
    assert environment_of("x", {}) == ""


@pytest.mark.parametrize("name", ["prod", "shop-prod", "prod-eu", "shop-prod-eu"])
def test_usual_names_need_no_configuration(catalog: Catalog, name: str) -> None:
    config = read_pack_config({}, catalog)
    assert config.environment(name) == "prod"
    assert config.environment("products") == ""


def test_the_organisation_s_environments_replace_the_usual_ones(catalog: Catalog) -> None:
    config = read_pack_config({"guardrails": {"environments": {"live": ["blue", "green"], "lab": "lab-*"}}}, catalog)
    assert [config.environment(stack) for stack in ("green", "lab-1", "prod")] == ["live", "lab", ""]


def test_schemas_use_only_what_is_checked_and_accept_their_defaults(catalog: Catalog) -> None:
    for rule in catalog.entries:
        for setting in rule.settings:
            assert set(setting.schema) <= KEYWORDS, f"{rule.id}.{setting.name}"
            assert refusal(setting.schema, setting.default) == "", f"{rule.id}.{setting.name}"


@pytest.mark.parametrize(
    ("schema", "good", "bad", "words"),
    [
        (
            {"type": "integer", "minimum": 1, "maximum": 9},
            [1, 9, 3.0],
            [0, 10, 1.5, True, "1"],
            "a whole number from 1 to 9",
        ),
        ({"type": "number"}, [0.5, 1], ["x", False], "a number"),
        ({"type": "boolean"}, [True], [0, "true"], "a boolean"),
        ({"type": "string", "enum": ["a", "b"]}, ["a"], ["c", 1], "one of a, b"),
        ({"type": "array", "items": {"type": "string"}}, [[], ["x"]], ["x", [1]], "a list of: a string"),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            [{}, {"a": "b"}],
            [[], {"a": 1}],
            "an object of: a string",
        ),
    ],
)
def test_a_threshold_is_checked_against_its_schema(
    schema: dict[str, Any], good: list[Any], bad: list[Any], words: str
) -> None:
    assert [refusal(schema, value) for value in good] == [""] * len(good)
    assert [refusal(schema, value) for value in bad] == [words] * len(bad)
    assert accepted(schema) == words


def test_only_rules_over_single_resources_can_repair(catalog: Catalog) -> None:
    assert all(isinstance(rule, Rule) for rule in catalog.entries if can_remediate(rule))


def test_a_level_that_the_engine_may_have_filled_in_is_nobodys_word(catalog: Catalog) -> None:
    shared = {"environmentLevels": {"dev": {"*": "advisory"}}}
    given = {"guardrails": shared, TIMEOUT: {"enforcementLevel": "mandatory"}}
    assert level(catalog, given, environment="dev") is Level.ADVISORY
    assert level(catalog, {"all": "advisory", TIMEOUT: "mandatory"}) is Level.MANDATORY
    assert level(catalog, {**given, TIMEOUT: "disabled"}, environment="dev") is Level.DISABLED


def test_the_readme_s_configuration_is_accepted(catalog: Catalog) -> None:
    text = (PACK / "README.md").read_text(encoding="utf-8")
    shown = json.loads(text.split("```json\n")[1].split("```")[0])
    assert len(read_pack_config(shown, catalog).exemptions) == 1
    assert level(catalog, shown, "kms-key-rotation") is Level.REMEDIATE


def test_settings_are_named_as_pulumi_names_properties(catalog: Catalog) -> None:
    names = [setting.name for entry in catalog.entries for setting in entry.settings]
    assert names
    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", name)] == []
