"""What is known of a queue without simulation: M/M/c, independent arrivals and exponential service times."""

from __future__ import annotations

from domain.checks import finite_number, refuse, whole_number


def erlang_c(servers: int, offered_load: float) -> float:
    """The probability that a request has to wait.

    By the recursion of Erlang's B formula, which stays in 0..1 for any number of servers.

    Args:
        servers: At least 1.
        offered_load: Arrivals a second times the mean service time in seconds; less than ``servers``.

    Raises:
        ValueError: An argument out of its range; with a load of ``servers`` or more the queue grows for ever.
    """
    whole_number("servers", servers, 1)
    if finite_number("offered_load", offered_load, 0) >= servers:
        refuse("offered_load", offered_load, f"less than servers = {servers}: the queue would grow for ever")
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered_load * blocked / (number + offered_load * blocked)
    return blocked / (1 - offered_load / servers * (1 - blocked))


def mean_wait_s(servers: int, arrival_rps: float, service_s: float) -> float:
    """How long a request waits on average before it is served, in seconds.

    Args:
        servers: At least 1.
        arrival_rps: Requests a second.
        service_s: Mean service time in seconds, greater than 0.

    Raises:
        ValueError: An argument out of its range, or more load than the servers carry.
    """
    rate = finite_number("arrival_rps", arrival_rps, 0)
    service = finite_number("service_s", service_s, 0, above=True)
    return erlang_c(servers, rate * service) * service / (servers - rate * service)
