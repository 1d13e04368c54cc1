"""Fixtures of ec2-transit-gateway-auto-accept."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ASKED = aws("ec2transitgateway/transitGateway", autoAcceptSharedAttachments="disable")

CASES = Cases(
    passes=[ASKED, ASKED.but(autoAcceptSharedAttachments=None)],
    fails=[ASKED.but(("autoAcceptSharedAttachments is enable",), autoAcceptSharedAttachments="enable")],
    not_applicable=[],
    unknown=[ASKED.but(autoAcceptSharedAttachments=U)],
    always_applicable=True,
)
