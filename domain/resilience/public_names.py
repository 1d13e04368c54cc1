"""Which host names Route 53 can ask and callers can reach: those of the public DNS.

A health checker asks from the internet. It refuses private addresses, and a name that only a private network knows
would simply never be healthy: the traffic would leave a Region in which nothing is wrong.

Sources: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html and
https://www.iana.org/assignments/special-use-domain-names
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from domain.checks import refuse

LONGEST: Final = 253
LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

PRIVATE_SUFFIXES: Final = (
    "alt",
    "corp",
    "example",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
    "test",
    "vpce.amazonaws.com",
)
"""Reserved for other uses than the public DNS, used like that in many networks, or private addresses of AWS's own."""

INTERNAL_BALANCER: Final = re.compile(r"internal-.+\.elb\.([a-z0-9-]+\.)?amazonaws\.com")
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html"""

ACCEPTED: Final = "a host name of the public DNS, such as api.example.com"


def require_public_name(argument: str, name: object) -> str:
    """The name in small letters, without a final dot.

    Args:
        argument: What it is for, for the message.
        name: A host name.

    Raises:
        ValueError: It is none, or none that the internet can resolve: an address, a single label, a private suffix.
    """
    if not isinstance(name, str) or not name:
        refuse(argument, name, ACCEPTED)
    plain = name.lower().removesuffix(".")
    if (problem := _address(name) or _form(plain) or _private(plain)) is not None:
        refuse(argument, name, f"{ACCEPTED}; this is {problem}, so health checkers and callers cannot reach it")
    return plain


def _address(name: str) -> str | None:
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
    return "an address, which no CNAME record may have" if address.is_global else "a private address"


def _form(name: str) -> str | None:
    labels = name.split(".")
    if len(name) > LONGEST or not all(LABEL.fullmatch(label) for label in labels):
        return "no host name"
    if labels[-1].isdecimal():
        return "neither an address nor a host name"
    return "a single label" if len(labels) == 1 else None


def _private(name: str) -> str | None:
    for suffix in PRIVATE_SUFFIXES:
        if name == suffix or name.endswith(f".{suffix}"):
            return f"below {suffix!r}, which is private"
    return "an internal load balancer" if INTERNAL_BALANCER.fullmatch(name) else None
