"""The three tiers of disaster recovery: what each promises, and what stands in the other Region for it.

One schema for the figures that the sources of this project give twice, and differently. A tier is chosen by what an
outage costs, and then met by the stack's settings or not: ``domain.resilience.objectives`` computes which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.checks import refuse

MINUTE_S: Final = 60
HOUR_S: Final = 3600


@dataclass(frozen=True, kw_only=True)
class DrTier:
    """What a tier promises.

    Attributes:
        number: 1 is the strictest.
        name: What it is called.
        standby: What runs in the other Region while the primary is well.
        rto_s: Recovery time objective, in seconds: from the loss until work is done in the other Region.
        rpo_s: Recovery point objective of accepted work and its results, in seconds.
        artifact_rpo_s: The same of models and other objects of the artifact bucket, which S3 copies after the write.
    """

    number: int
    name: str
    standby: str
    rto_s: float
    rpo_s: float
    artifact_rpo_s: float


TIERS: Final[Mapping[int, DrTier]] = MappingProxyType(
    {
        1: DrTier(
            number=1,
            name="active-active",
            standby="functions and every endpoint of the primary",
            rto_s=5 * MINUTE_S,
            rpo_s=1,
            artifact_rpo_s=15 * MINUTE_S,
        ),
        2: DrTier(
            number=2,
            name="warm standby",
            standby="functions and the serverless endpoint, which costs nothing while idle",
            rto_s=30 * MINUTE_S,
            rpo_s=HOUR_S,
            artifact_rpo_s=HOUR_S,
        ),
        3: DrTier(
            number=3,
            name="backup and restore",
            standby="a key, and replicas of the tables and the artifact bucket",
            rto_s=4 * HOUR_S,
            rpo_s=24 * HOUR_S,
            artifact_rpo_s=24 * HOUR_S,
        ),
    }
)
"""By number. The 15 minutes are S3's own bound under Replication Time Control:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html"""


def tier_of(number: int) -> DrTier:
    """Return a tier.

    Raises:
        ValueError: There is none of that number.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number not in TIERS:
        refuse("tier", number, "1 (active-active), 2 (warm standby) or 3 (backup and restore)")
    return TIERS[number]
