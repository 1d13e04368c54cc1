"""Which Region acts when health alone decides; what has side effects asks the lease (``domain.resilience.lease``)."""

from domain.checks import refuse, text


def active_region(primary_healthy: bool, primary_region: str, secondary_region: str) -> str:
    """The one Region that acts: the primary while it is healthy.

    Health is not a lock: two observers may see it differently for a while. So this says where requests go, and the
    lease's epoch says whose effects count.

    Raises:
        ValueError: Both Regions are the same, one is no text, or the health is no bool.
    """
    checked_pair(primary_region, secondary_region)
    if not isinstance(primary_healthy, bool):
        refuse("primary_healthy", primary_healthy, "True or False; whoever does not know must not guess")
    return primary_region if primary_healthy else secondary_region


def should_process(region: str, *, primary_healthy: bool, primary_region: str, secondary_region: str) -> bool:
    """Whether ``region`` is the one that acts.

    Raises:
        ValueError: As ``active_region``; or ``region`` is neither of the two.
    """
    active = active_region(primary_healthy, primary_region, secondary_region)
    if region not in (primary_region, secondary_region):
        refuse("region", region, f"{primary_region} or {secondary_region}")
    return region == active


def checked_pair(primary_region: str, secondary_region: str) -> None:
    """Refuse what are not two Regions.

    Raises:
        ValueError: They are the same, or one is no text.
    """
    text("primary_region", primary_region)
    if text("secondary_region", secondary_region) == primary_region:
        refuse("secondary_region", secondary_region, f"another Region than the primary, {primary_region}")
