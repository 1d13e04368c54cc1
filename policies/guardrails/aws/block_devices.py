"""The block devices that an instance, a spot request, a launch template or a launch configuration describes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Resource


def devices(resource: Resource) -> Iterator[Props]:
    """The root device and the EBS volumes; instance stores have no choices."""
    yield from resource["rootBlockDevice"].each()
    yield from resource["ebsBlockDevices"].each()
    for mapping in resource["blockDeviceMappings"].each():
        if mapping["ebs"].present:
            yield mapping["ebs"]
