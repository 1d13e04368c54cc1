"""Only names that the internet can resolve are checked and answered with."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience.public_names import PRIVATE_SUFFIXES, require_public_name

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("api.example.com", "api.example.com"),
        ("API.Example.COM.", "api.example.com"),
        ("abc123.execute-api.us-east-1.amazonaws.com", "abc123.execute-api.us-east-1.amazonaws.com"),
        ("front-1234.us-east-2.elb.amazonaws.com", "front-1234.us-east-2.elb.amazonaws.com"),
        ("test.example.org", "test.example.org"),
    ],
)
def test_a_public_name_is_taken(name: str, plain: str) -> None:
    assert require_public_name("resilience.dns.name", name) == plain


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("10.0.0.7", "private address"),
        ("172.16.3.4", "private address"),
        ("192.168.1.1", "private address"),
        ("169.254.169.254", "private address"),
        ("100.64.0.1", "private address"),
        ("fd00::1", "private address"),
        ("::1", "private address"),
        ("8.8.8.8", "CNAME"),
        ("api", "single label"),
        ("localhost", "single label"),
        ("api.internal", "private"),
        ("ip-10-0-0-7.ec2.internal", "private"),
        ("printer.local", "private"),
        ("api.test", "private"),
        ("nas.home.arpa", "private"),
        ("vpce-1-2.execute-api.us-east-1.vpce.amazonaws.com", "private"),
        ("internal-front-1.us-east-1.elb.amazonaws.com", "internal load balancer"),
        ("internal-front-1.elb.us-east-1.amazonaws.com", "internal load balancer"),
        ("a..example.com", "no host name"),
        ("-a.example.com", "no host name"),
        ("a_b.example.com", "no host name"),
        ("999.1.1.1", "neither an address nor"),
        ("x" * 64 + ".example.com", "no host name"),
        (".".join(["abcdefgh"] * 40), "no host name"),
        ("https://api.example.com", "no host name"),
        ("api.example.com:443", "no host name"),
    ],
)
def test_a_private_name_is_refused_with_the_reason(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        require_public_name("resilience.dns.primary_target", name)
    assert str(caught.value).startswith(f"resilience.dns.primary_target = {name!r} is not accepted")
    assert "host name of the public DNS" in str(caught.value)


@pytest.mark.parametrize("name", [None, "", 7, True, b"a.example.com"])
def test_what_is_no_text_is_refused(name: object) -> None:
    with pytest.raises(ValueError, match="host name of the public DNS"):
        require_public_name("resilience.dns.name", name)


@given(labels=st.lists(LABELS, min_size=1, max_size=4), suffix=st.sampled_from(PRIVATE_SUFFIXES))
def test_nothing_below_a_private_suffix_is_taken(labels: list[str], suffix: str) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        require_public_name("n", ".".join([*labels, suffix]))


@given(st.ip_addresses())
def test_no_address_is_taken(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    with pytest.raises(ValueError, match="address"):
        require_public_name("n", str(address))
