"""A network firewall inspects or drops what no stateless rule is about."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="networkfirewall-default-action",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:networkfirewall/firewallPolicy:FirewallPolicy",),
    summary="A network firewall inspects or drops what no stateless rule is about.",
    cause="What nobody thought of passes.",
    remedy="set the default actions to aws:forward_to_sfe or aws:drop",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-4",
    frameworks=("AWS FSBP NetworkFirewall.4", "AWS FSBP NetworkFirewall.5"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Whole packets and fragments alike."""
    for name in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
        for action in resource[f"firewallPolicy.{name}"].each():
            if action.text() == "aws:pass":
                yield violation(action, "is aws:pass")
