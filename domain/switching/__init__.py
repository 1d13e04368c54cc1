"""Which pattern answers requests now: health, limits, and a decision that explains itself."""

from domain.switching.decide import Decision, decide
from domain.switching.health import PatternHealth
from domain.switching.rules import Limits, SwitchRules, parse_rules
from domain.switching.state import Mode, SwitchState, parse_state
from domain.switching.verdict import Finding, Verdict

__all__ = (
    "Decision",
    "Finding",
    "Limits",
    "Mode",
    "PatternHealth",
    "SwitchRules",
    "SwitchState",
    "Verdict",
    "decide",
    "parse_rules",
    "parse_state",
)
