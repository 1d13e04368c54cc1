"""The policy pack. ``PolicyPack`` starts a server and never returns, so nothing else may build one."""

from guardrails.catalog import load
from guardrails.crossguard.adapter import policies
from guardrails.crossguard.decode_once import install
from pulumi_policy import EnforcementLevel, PolicyPack

PACK = policies(load())
install(PACK)
PolicyPack(name="inference-guardrails", policies=PACK, enforcement_level=EnforcementLevel.MANDATORY)
