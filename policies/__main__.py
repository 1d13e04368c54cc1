"""The policy pack. ``PolicyPack`` starts a server and never returns, so nothing else may build one."""

from guardrails.catalog import load
from guardrails.crossguard.policies import policies
from guardrails.crossguard.serving import serve_with
from pulumi_policy import EnforcementLevel, PolicyPack

CATALOG = load()
serve_with(CATALOG)
PolicyPack(name="inference-guardrails", policies=policies(CATALOG), enforcement_level=EnforcementLevel.MANDATORY)
