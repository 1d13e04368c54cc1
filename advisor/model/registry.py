"""Versions in the model registry, for people: found, and put there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError
from advisor.model.place import BUCKET_OUTPUT, GROUP_OUTPUT, IMAGE_OUTPUT, MODEL_OUTPUT, Place
from domain.models.manifest import Manifest
from lambdas.clients.model_registry import MODEL_PROPERTY, PENDING, VERSION_PROPERTY, Entry, ModelRegistry
from lambdas.packages.registration import failure_of, registry_entry

NO_GROUP: Final = "no model package group is known; give --stack NAME, --outputs FILE or --group NAME"


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


def versions_of(client: Any, group: str) -> Iterator[RegistryVersion]:
    """Every version of this platform in a group, the newest first."""
    pages = client.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=group, SortBy="CreationTime", SortOrder="Descending"
    )
    for page in pages:
        for one in page["ModelPackageSummaryList"]:
            version = _version(client.describe_model_package(ModelPackageName=one["ModelPackageArn"]))
            if version is not None:
                yield version


def registered(client: Any, group: str, model: str, version: str) -> RegistryVersion:
    """A version of a model.

    Raises:
        InputError: It is not in the group.
    """
    there = []
    for one in versions_of(client, group):
        if (one.model, one.version) == (model, version):
            return one
        there.append(f"{one.model} {one.version}")
    listed = ", ".join(there[:10]) + (f" and {len(there) - 10} more" if len(there) > 10 else "")
    raise InputError(
        f"group {group} has no {model} {version}; it has {listed or 'none'}. `model upload --register` puts one there"
    )


def entry_for(place: Place, manifest: Manifest, group: str, image: str | None) -> Entry:
    """What the registry would be told of a package, waiting for somebody to approve it.

    Args:
        place: Where the package is stored.
        manifest: Of the package.
        group: Model package group.
        image: Serving image; the stack's, else that of the newest version in the group, when None.

    Raises:
        InputError: The stack's pipeline could never deploy it, or no image is known.
        ValueError: The registry does not take the name of a metric.
    """
    own_model, own_bucket = place.output(MODEL_OUTPUT), place.output(BUCKET_OUTPUT)
    if own_model not in (None, manifest.model):
        raise InputError(
            f"the package is of model {manifest.model}; {place.where} registers and deploys {own_model} alone: package "
            f"it with --name {own_model}, or upload it without --register and use `model deploy --role`"
        )
    if own_bucket not in (None, place.packages):
        raise InputError(f"{place.where} deploys from bucket {own_bucket} alone; leave out --bucket {place.packages}")
    found = image or place.output(IMAGE_OUTPUT) or _newest_image(place, group)
    return registry_entry(manifest, bucket=place.packages, image=found, approval=PENDING)


def register(client: Any, group: str, entry: Entry) -> str:
    """Register a package that is stored; the same version again changes nothing.

    Returns:
        What was done, and what comes next.

    Raises:
        InputError: The registry holds the version and says that it failed.
    """
    registry = ModelRegistry(client, group)
    found = registry.find(entry.model, entry.version)
    done = "registered" if found is None else "was registered already"
    if found is None:
        found = registry.create(entry)
    failure = failure_of(found)
    if failure is not None:
        raise InputError(failure)
    said = f"{done}: {found.arn}, {found.approval}"
    if found.approved:
        return said
    return f"{said}\n`model approve {entry.model} {entry.version}` lets the pipeline deploy it"


def _newest_image(place: Place, group: str) -> str:
    for one in versions_of(place.client("sagemaker"), group):
        if one.image:
            return one.image
    raise InputError(f"no serving image is known, and group {group} has no version to take it from; give --image URI")


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
