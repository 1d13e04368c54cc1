"""Regions in ARNs, and which Region a service is bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from guardrails.props import Props
from guardrails.rule import Finding, Resource, not_applicable, violation

_ARN: Final = re.compile(r"arn:[^:]*:[^:]*:([^:]*):")

GLOBAL_HOME: Final = "us-east-1"
"""Where the global services of the partition aws keep their metrics, certificates and web ACLs."""


def region_of(arn: str) -> str:
    """The Region of an ARN; empty for ARNs without one and for what is no ARN."""
    found = _ARN.match(arn)
    return found[1] if found else ""


def elsewhere(resource: Resource, nodes: Iterable[Props], what: str, *, except_for: str = "") -> Iterator[Finding]:
    """A violation for each ARN of another Region than the resource's own.

    Args:
        resource: What names the ARNs.
        nodes: Where it does; other texts than ARNs are passed over.
        what: The resource, for the message.
        except_for: ARNs that hold this text may be of any Region.
    """
    region = resource.region
    present = [node for node in nodes if node.present]
    if not region or not present:
        yield not_applicable(f"the Region of the {what} is not known, or it names nothing")
        return
    for node in present:
        arn = node.text() or ""
        other = region_of(arn)
        if other and other != region and not (except_for and except_for in arn):
            yield violation(node, f"is in {other}, and the {what} is in {region}")
