"""What a program registered, as the file that Pulumi writes of a stack."""

from __future__ import annotations

import json

from tests.components.support.harness import RecordedStack


def exported(recorded: RecordedStack) -> str:
    """What the program registered, as an export of the stack; files and archives are left out."""
    states = [
        {
            "urn": one.urn,
            "custom": one.custom,
            "type": one.type,
            "inputs": one.inputs,
            "outputs": one.state,
            "protect": one.protect,
            "provider": one.provider,
            "propertyDependencies": one.links,
        }
        for one in recorded.resources
    ]
    return json.dumps({"version": 3, "deployment": {"resources": states}}, default=lambda asset: {})
