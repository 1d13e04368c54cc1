"""Configuration: every problem at once, with file, path, value, what is accepted and the command that fixes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import set_all_config
from pulumi.runtime.settings import configure

from components.settings import NAMESPACE, Settings, load, parse, raw_values, settings_reference, settings_table
from components.settings.describe import accepted, model_of, rows
from components.settings.problems import dotted
from tests.components.support.project import CHECKOUT, raw_settings

HEAD = "inference-platform:"
SET = "    fix: pulumi config set --path "


def message(raw: dict[str, Any], **options: Any) -> list[str]:
    with pytest.raises(pulumi.RunError) as refused:
        parse(raw, stack="staging", **options)
    return str(refused.value).splitlines()


def with_(path: str, value: Any) -> dict[str, Any]:
    """Good settings with one value in place."""
    raw = raw_settings()
    holder = raw
    *above, last = path.split(".")
    for part in above:
        holder = holder.setdefault(part, {})
    holder[last] = value
    return raw


SINGLE = [
    (
        "inference.batch_threshold",
        0,
        " = 0: not accepted; accepted: whole number, 1 to 10000000",
        f"{SET}inference-platform:inference.batch_threshold 1000",
    ),
    (
        "inference.serverless.memory_size_in_mb",
        1000,
        " = 1000: not accepted; accepted: one of 1024, 2048, 3072, 4096, 5120, 6144",
        f"{SET}inference-platform:inference.serverless.memory_size_in_mb 2048",
    ),
    (
        "inference.realtime.min_instances",
        0,
        " = 0: not accepted; accepted: whole number, 1 to 100",
        f"{SET}inference-platform:inference.realtime.min_instances 1",
    ),
    (
        "inference.enabled",
        "yes",
        ' = "yes": not accepted; accepted: true or false',
        f"{SET}inference-platform:inference.enabled false",
    ),
    (
        "foundation.access_point.volume_id",
        "vol-1",
        ' = "vol-1": not accepted; accepted: text like fsvol-0123456789abcdef0',
        f"{SET}inference-platform:foundation.access_point.volume_id fsvol-0123456789abcdef0",
    ),
    (
        "foundation.log_retention_days",
        31,
        (
            " = 31: not accepted; accepted: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, "
            "1096, 1827, 2192, 2557, 2922, 3288, 3653"
        ),
        f"{SET}inference-platform:foundation.log_retention_days 90",
    ),
    (
        "environment",
        "production",
        ' = "production": not accepted; accepted: one of sandbox, staging, prod',
        f"{SET}inference-platform:environment sandbox",
    ),
    (
        "inference.serverless.max_concurency",
        5,
        ": unknown key; did you mean 'max_concurrency'?",
        "    fix: pulumi config rm --path inference-platform:inference.serverless.max_concurency",
    ),
    (
        "infrence",
        {},
        ": unknown key; did you mean 'inference'?",
        "    fix: pulumi config rm --path inference-platform:infrence",
    ),
    (
        "foundation.network.zzz",
        1,
        ": unknown key; accepted: mode, cidr, availability_zones, zone_names, vpc_id, subnet_ids",
        "    fix: pulumi config rm --path inference-platform:foundation.network.zzz",
    ),
    (
        "inference.realtime",
        "on",
        (
            ' = "on": not accepted; accepted: object with the keys enabled, instance_type, min_instances, '
            "max_instances, invocations_per_instance_per_minute, parallel_parts"
        ),
        f"{SET}inference-platform:inference.realtime <value>",
    ),
]


@pytest.mark.parametrize(("path", "value", "text", "fix"), SINGLE, ids=[case[0] for case in SINGLE])
def test_a_refused_setting_is_told_exactly(path: str, value: Any, text: str, fix: str) -> None:
    assert message(with_(path, value)) == ["Pulumi.staging.yaml: 1 problem", f"  {HEAD}{path}{text}", fix]


CLASHES = [
    ("foundation.access_point", {}, "foundation.access_point is missing; inference reads its files through"),
    (
        "foundation.access_point",
        {"volume_id": "fsvol-0123456789abcdef0", "alias": "files-ext-s3alias"},
        "foundation.access_point.volume_id is set together with arn or alias",
    ),
    (
        "foundation.access_point",
        {"arn": "arn:aws:s3:us-east-1:123456789012:accesspoint/files"},
        "foundation.access_point.alias is missing; arn is set",
    ),
    ("foundation.access_point", {"alias": "files-ext-s3alias"}, "foundation.access_point.arn is missing; alias is set"),
    ("foundation.network", {"mode": "existing"}, "foundation.network.vpc_id is missing"),
    (
        "foundation.network",
        {"mode": "create", "zone_names": ["us-east-1a"]},
        "foundation.network.zone_names names 1 zone, but availability_zones is 2",
    ),
    (
        "foundation.network",
        {"mode": "create", "zone_names": ["a", "a"]},
        "foundation.network.zone_names names a zone twice",
    ),
    ("foundation.network", {"zone_names": ["a", "b"]}, "foundation.network.mode is none"),
    ("foundation.network", {"mode": "existing"}, "foundation.network.subnet_ids is empty"),
    ("foundation.network", {"vpc_id": "vpc-0123456789abcdef0"}, "foundation.network.mode is none"),
    ("foundation.functions", {"architecture": "local"}, "foundation.functions.architecture is local"),
    ("inference.model", {}, "inference.model.archive is missing"),
    ("inference.model", {}, "inference.model.image_uri is missing"),
    (
        "inference.model",
        {"archive": "m", "image_uri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:latest"},
        "inference.model.image_uri ends with :latest",
    ),
    ("inference.content_types", {"PNG": "image/png"}, "inference.content_types has 'PNG': 'image/png'"),
    ("inference.type", "serverless", "inference.type is serverless, but inference.serverless.enabled is false"),
    ("inference.type", "provisioned", "inference.type is provisioned, but inference.realtime.enabled is false"),
    ("inference.type", "components", "inference.type is components, but inference.components.enabled is false"),
    (
        "inference.realtime",
        {"min_instances": 3},
        "inference.realtime.min_instances is 3; accepted: 1 to max_instances = 2",
    ),
    (
        "inference.serverless",
        {"provisioned_concurrency": 11},
        "inference.serverless.provisioned_concurrency is 11; accepted: 0 to max_concurrency = 10",
    ),
    (
        "inference.batch",
        {"max_payload_mb": 20},
        "inference.batch.max_concurrent_transforms times max_payload_mb is 160",
    ),
    ("inference.retry", {"initial_timeout_s": 121.0}, "inference.retry.initial_timeout_s does not fit"),
    ("inference.predict", {"timeout_seconds": 120}, "inference.predict.timeout_seconds is 120; accepted: 150 or more"),
    ("inference.execution_timeout_minutes", 360, "inference.execution_timeout_minutes is 360; accepted: more than 360"),
]


@pytest.mark.parametrize(("path", "value", "text"), CLASHES, ids=[case[2][:60] for case in CLASHES])
def test_settings_that_clash_are_told(path: str, value: Any, text: str) -> None:
    lines = message(with_(path, value))
    assert any(line.startswith(f"  {HEAD}{text}") for line in lines), lines


def test_prod_is_stricter() -> None:
    raw = with_("environment", "prod")
    told = [line.strip().removeprefix(HEAD) for line in message(raw)[1::2]]
    assert told == [
        "foundation.protect_data is false; accepted in prod: true",
        "foundation.log_retention_days is 90; accepted in prod: 365 or more",
        "foundation.alarm_emails is empty; accepted in prod: at least one address",
        "owner is unassigned; accepted in prod: who answers and who pays",
        "cost_center is unassigned; accepted in prod: who answers and who pays",
    ]


def test_all_problems_are_told_at_once_the_clashes_too() -> None:
    raw = with_("inference.batch_threshold", 0)
    raw["inference"]["serverless"] = {"memory": 1, "max_concurrency": "x"}
    raw["inference"]["type"] = "provisioned"
    raw["surprise"] = 1
    lines = message(raw)
    assert lines[0] == "Pulumi.staging.yaml: 5 problems"
    told = "\n".join(lines)
    for path in ("batch_threshold", "serverless.memory", "serverless.max_concurrency", "type is provisioned"):
        assert f"{HEAD}inference.{path}" in told
    assert f"{HEAD}surprise: unknown key" in told


def test_a_clash_with_a_refused_setting_is_not_told_twice() -> None:
    raw = with_("inference.realtime", {"min_instances": 5, "max_instances": "many"})
    assert [line for line in message(raw) if "min_instances" in line] == []


def test_a_secret_is_never_shown() -> None:
    told = "\n".join(message(with_("inference.model.version", "hunter2 !"), secret=frozenset({"inference"})))
    assert "hunter2" not in told
    assert f"{HEAD}inference.model.version = (secret): not accepted" in told


def test_a_long_value_is_cut() -> None:
    told = message(with_("inference.model.version", "x" * 5000))[1]
    assert len(told) < 250


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("inference", "batch_threshold"), "inference.batch_threshold"),
        (("foundation", "alarm_emails", 0), "foundation.alarm_emails[0]"),
        (("inference", "content_types", ".png"), 'inference.content_types[".png"]'),
    ],
)
def test_paths_are_what_pulumi_config_takes(location: tuple[str | int, ...], path: str) -> None:
    assert dotted(location) == path


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(path=st.sampled_from([path for path, _ in rows(Settings)]), value=JSON)
def test_any_value_anywhere_is_accepted_or_told(path: str, value: Any) -> None:
    """Total: settings or one RunError that names the path, never another exception."""
    try:
        parse(with_(path, value), stack="staging")
    except pulumi.RunError as refused:
        assert f"{HEAD}{path.split('.', maxsplit=1)[0]}" in str(refused)  # noqa: PT017 - the law covers both outcomes


def test_load_reads_the_stack_and_refuses_unknown_keys_of_the_namespace() -> None:
    configure(pulumi.runtime.settings.Settings(project=NAMESPACE, stack="dev", monitor=None, engine=None))
    text = {"environment": "staging", "inference": json.dumps({"enabled": False}), "surprise": "1"}
    set_all_config({f"{NAMESPACE}:{key}": value for key, value in text.items()} | {"aws:region": "us-east-1"}, [])
    with pytest.raises(pulumi.RunError, match=r"Pulumi.dev.yaml: 1 problem\n.*surprise: unknown key"):
        load()
    set_all_config({f"{NAMESPACE}:environment": "staging", "aws:region": "us-east-1"}, [])
    assert load() == Settings(environment="staging")


def test_text_that_is_no_json_is_refused_as_a_group() -> None:
    told = message(raw_values({"inference": "on"}))
    assert told[1].startswith(f'  {HEAD}inference = "on": not accepted; accepted: object with the keys enabled')


def test_every_setting_has_a_description_a_default_and_what_is_accepted() -> None:
    for path, field in rows(Settings):
        assert "[]." in path or not field.is_required(), path
        assert (field.description or "").endswith("."), path
        assert accepted(field), path


def test_the_table_has_one_row_for_each_setting() -> None:
    lines = settings_table().splitlines()
    assert [line.split("`")[1] for line in lines[2:]] == [path for path, _ in rows(Settings)]


def test_the_reference_has_every_setting_once_below_its_theme() -> None:
    sections = {part.split("\n")[0].strip("`"): part for part in settings_reference().split("## ")[1:]}
    found = []
    for theme, part in sections.items():
        paths = [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")]
        assert all("." not in path if theme == "The stack" else path.startswith(f"{theme}.") for path in paths)
        found += paths
    assert sorted(found) == sorted(path for path, _ in rows(Settings))


def test_everything_is_off_by_default() -> None:
    assert not Settings().any_theme_enabled
    switches = [path for path, field in rows(Settings) if path.endswith(".enabled") and field.get_default()]
    assert switches == []


def test_pulumi_yaml_declares_every_key_with_the_models_description_and_default() -> None:
    declared = yaml.safe_load((CHECKOUT / "Pulumi.yaml").read_text())["config"]
    assert list(declared) == list(Settings.model_fields)
    for key, field in Settings.model_fields.items():
        group = model_of(field)
        assert declared[key]["description"] == field.description
        assert declared[key]["type"] == ("string" if group is None else "object")
        default = declared[key]["default"]
        assert (default if group is None else group.model_validate(default)) == field.get_default()


@pytest.mark.parametrize("stack", ["sandbox", "staging", "prod"])
def test_the_shipped_stacks_are_accepted(stack: str) -> None:
    config = yaml.safe_load(Path(CHECKOUT / f"Pulumi.{stack}.yaml").read_text())["config"]
    raw = {key.removeprefix(HEAD): value for key, value in config.items() if key.startswith(HEAD)}
    assert parse(raw, stack=stack).environment == stack
