"""Reads the expression by which a composite alarm follows other alarms.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html
"""

from __future__ import annotations

import re
from typing import Final

MOST_ALARMS: Final = 100
_NAME: Final = r"\"(?:[^\"\\]|\\.)*\"|(?:[^()\"]|\([^()\"]*\))*"
"""In quotes, or plain; a plain one may hold brackets of its own."""

_ALARM: Final = re.compile(rf"(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*({_NAME})\s*\)", re.IGNORECASE)
_WORD: Final = re.compile(rf"{_ALARM.pattern}|[()]|[^\s()]+", re.IGNORECASE)
_CONSTANTS: Final = frozenset({"TRUE", "FALSE"})
_OPERATORS: Final = frozenset({"AND", "OR"})
_NEWER: Final = "AT_LEAST"
"""A function of its own grammar, which is not read here."""


def wrong(rule: str) -> str:
    """What is wrong with an expression; empty when nothing is that CloudWatch certainly refuses."""
    if rule != rule.strip():
        return "begins or ends with blanks"
    if _NEWER in rule.upper():
        return ""
    words = [found[0] for found in _WORD.finditer(rule)]
    alarms = [word for word in words if _ALARM.fullmatch(word)]
    if len(alarms) > MOST_ALARMS:
        return f"follows {len(alarms)} alarms, above {MOST_ALARMS}"
    return _wrong_order(words)


def _wrong_order(words: list[str]) -> str:
    """Walk from operand to operator; brackets open before an operand and close after one."""
    depth, ended = 0, False
    for word in words:
        name = word.upper()
        if name in _OPERATORS:
            if not ended:
                return f"has nothing before {word}"
            ended = False
        elif name == ")":
            depth -= 1
            if not ended or depth < 0:
                return "closes a bracket that holds nothing, or none"
        elif ended:
            return f"has no operator before {_short(word)}"
        elif name == "(":
            depth += 1
        elif name != "NOT":
            if problem := _wrong_operand(word):
                return problem
            ended = True
    if not ended:
        return "ends where an alarm is expected"
    return "leaves a bracket open" if depth else ""


def _wrong_operand(word: str) -> str:
    if word.upper() in _CONSTANTS:
        return ""
    alarm = _ALARM.fullmatch(word)
    if alarm is None:
        return f"holds {_short(word)}, and takes ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE and FALSE"
    return "" if alarm[1].strip('" ') else f"names no alarm in {word}"


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:37]}..."
