"""What the commands read from SageMaker, against its documented defaults rather than the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.model.endpoint import Wanted, apply, check_change
from advisor.model.listing import Line, _show
from advisor.model.registry import registered, versions_of

WANTED = Wanted(
    endpoint="e",
    image="i",
    data_uri="s3://b/k",
    manifest_sha256="0" * 64,
    role="r",
    key=None,
    variant={"ServerlessConfig": {}},
)
LONG = "inference-platform-staging-us-east-1-digits-endpoint-5f3f14ba96"


class Registry:
    """Twelve versions; a listing begins with the oldest unless it is told otherwise."""

    def get_paginator(self, _name: str) -> Registry:
        return self

    def paginate(self, *, SortOrder: str = "Ascending", **_given: Any) -> list[dict[str, Any]]:  # noqa: N803
        arns = [{"ModelPackageArn": f"arn:{number}"} for number in range(12)]
        ordered = arns if SortOrder == "Ascending" else arns[::-1]
        return [{"ModelPackageSummaryList": ordered[:5]}, {"ModelPackageSummaryList": ordered[5:]}]

    def describe_model_package(self, *, ModelPackageName: str) -> dict[str, Any]:  # noqa: N803
        number = ModelPackageName.removeprefix("arn:")
        about = {} if number == "3" else {"model": "digits", "version": f"v{number}"}
        return {"ModelPackageArn": ModelPackageName, "ModelApprovalStatus": "A", "CustomerMetadataProperties": about}


def test_the_newest_version_comes_first_and_what_is_not_ours_not_at_all() -> None:
    assert [one.version for one in versions_of(Registry(), "g")][:2] == ["v11", "v10"]
    assert "v3" not in {one.version for one in versions_of(Registry(), "g")}


def test_a_version_that_is_missing_is_told_with_those_that_are_there() -> None:
    assert registered(Registry(), "g", "digits", "v2").arn == "arn:2"
    with pytest.raises(InputError, match=r"has no digits v3; it has digits v11, .* and 1 more\. `model upload --reg"):
        registered(Registry(), "g", "digits", "v3")


@dataclass
class Endpoints:
    serverless: bool = True

    def describe_endpoint_config(self, **_given: Any) -> dict[str, Any]:
        return {"ProductionVariants": [{"ServerlessConfig": {}} if self.serverless else {"InstanceType": "t"}]}


def status(state: str, config: str, pending: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"EndpointStatus": state, "EndpointConfigName": config}
    return found if pending is None else {**found, "PendingDeploymentSummary": {"EndpointConfigName": pending}}


@pytest.mark.parametrize(
    ("found", "change"),
    [
        (None, "create"),
        (status("InService", "other"), "update"),
        (status("InService", WANTED.parts_name), "nothing"),
        (status("Creating", WANTED.parts_name), "wait"),
        (status("Updating", "other", WANTED.parts_name), "wait"),
    ],
)
def test_the_same_command_again_goes_on_with_what_was_begun(found: Any, change: str) -> None:
    assert check_change(Endpoints(), WANTED, found) == change


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (status("Updating", "other", "another"), "is Updating; wait until it is InService"),
        (status("Failed", WANTED.parts_name), "or remove it with `model delete`"),
    ],
)
def test_an_endpoint_that_is_at_something_else_is_left_alone(found: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_change(Endpoints(), WANTED, found)


def test_a_table_fits_80_columns_and_keeps_each_version_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    service = ("http candidate 50%", f"endpoint {LONG}", "previous of endpoint other")
    line = Line(
        "digits", "0123456789abcdef", True, "PendingManualApproval", service, "accuracy 0.9733, f1 0.9, x 1, y 2"
    )
    _show([line], LONG)
    told = capsys.readouterr().out
    assert all(len(one) <= 80 for one in told.splitlines())
    assert "0123456789abcdef" in told
    assert LONG not in told
    assert "pending" in told
    assert "y 2" not in told


class Makes:
    """Keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, dict[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return lambda **given: self.asked.update({name: given})


def test_the_container_is_told_which_package_was_checked() -> None:
    """SageMaker reads the package again for each new instance; one that was changed since must not run."""
    client = Makes()
    apply(client, WANTED, "create")
    container = client.asked["create_model"]["PrimaryContainer"]
    assert container["Environment"] == {"MANIFEST_SHA256": WANTED.manifest_sha256}
    assert client.asked["create_endpoint"]["EndpointConfigName"] == WANTED.parts_name
