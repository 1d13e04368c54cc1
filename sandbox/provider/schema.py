"""A schema of what this provider supports, for `pulumi package get-schema` and for code made by `pulumi import`."""

from __future__ import annotations

from typing import Any

from sandbox.provider import registry

_ANY = {"$ref": "pulumi.json#/Any"}


def package_schema(version: str) -> dict[str, Any]:
    """Pulumi's schema of the supported types; property types are not spelt out."""
    return {
        "name": "aws",
        "version": version,
        "description": "The AWS resource types that the provider of this machine supports",
        "resources": {token: _resource_schema(token) for token in registry.tokens()},
    }


def _resource_schema(token: str) -> dict[str, Any]:
    spec = registry.resource(token).spec
    return {
        "inputProperties": dict.fromkeys(spec.inputs, _ANY),
        "requiredInputs": sorted(known.name for known in spec.inputs.values() if known.required),
        "properties": dict.fromkeys(spec.state, _ANY),
    }
