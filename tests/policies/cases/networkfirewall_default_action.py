"""Fixtures of networkfirewall-default-action."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

GOOD = {"statelessDefaultActions": ["aws:forward_to_sfe"], "statelessFragmentDefaultActions": ["aws:drop"]}
SOUND = aws("networkfirewall/firewallPolicy", firewallPolicy=GOOD)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but((f"firewallPolicy.{name}[0] is aws:pass",), firewallPolicy={**GOOD, name: ["aws:pass"]})
        for name in GOOD
    ],
    not_applicable=[],
    unknown=[SOUND.but(firewallPolicy=U)],
    always_applicable=True,
)
