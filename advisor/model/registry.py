"""Versions in the model registry, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.errors import InputError
from advisor.model.place import GROUP_OUTPUT, Place
from lambdas.clients.model_registry import MODEL_PROPERTY, VERSION_PROPERTY


@dataclass(frozen=True)
class RegistryVersion:
    """A package in the registry."""

    arn: str
    model: str
    version: str
    approval: str
    image: str
    properties: Mapping[str, str]


def group_of(place: Place, group: str | None) -> str | None:
    """The group that is asked for, or the stack's; None without one."""
    return group or place.output(GROUP_OUTPUT)


def versions_of(client: Any, group: str) -> list[RegistryVersion]:
    """Every version of this platform in a group, the newest first."""
    found = []
    for page in client.get_paginator("list_model_packages").paginate(ModelPackageGroupName=group):
        for one in page["ModelPackageSummaryList"]:
            version = _version(client.describe_model_package(ModelPackageName=one["ModelPackageArn"]))
            if version is not None:
                found.append(version)
    return found


def registered(client: Any, group: str, model: str, version: str) -> RegistryVersion:
    """A version of a model.

    Raises:
        InputError: It is not in the group.
    """
    found = versions_of(client, group)
    for one in found:
        if (one.model, one.version) == (model, version):
            return one
    listed = ", ".join(f"{one.model} {one.version}" for one in found[:10]) or "none"
    raise InputError(f"group {group} has no {model} {version}; it has {listed}")


def _version(found: Mapping[str, Any]) -> RegistryVersion | None:
    about = found.get("CustomerMetadataProperties", {})
    if MODEL_PROPERTY not in about or VERSION_PROPERTY not in about:
        return None
    containers = found.get("InferenceSpecification", {}).get("Containers", [])
    return RegistryVersion(
        arn=found["ModelPackageArn"],
        model=about[MODEL_PROPERTY],
        version=about[VERSION_PROPERTY],
        approval=found["ModelApprovalStatus"],
        image=containers[0]["Image"] if containers else "",
        properties=about,
    )
