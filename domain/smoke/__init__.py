"""What a look at a deployed stack from outside comes to: judgements, and when a watch ends early."""

from domain.smoke.check import Check, Finding, Outcome, Theme, Verdict, failed, left_out, off, passed, unknown, verdict

__all__ = [
    "Check",
    "Finding",
    "Outcome",
    "Theme",
    "Verdict",
    "failed",
    "left_out",
    "off",
    "passed",
    "unknown",
    "verdict",
]
