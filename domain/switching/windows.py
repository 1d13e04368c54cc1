"""How far back a look may reach, so that CloudWatch gives a percentile over it.

Periods: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
"""

from typing import Final

MINUTE_S: Final = 60
LONGEST_S: Final = 3_600
SHORT_S: Final = (10, 20, 30)
"""Of a minute: what data to the second can be looked at by."""


def is_window(seconds: int) -> bool:
    """Whether it is whole minutes up to an hour, or one of ``SHORT_S``."""
    return seconds in SHORT_S or (seconds % MINUTE_S == 0 and MINUTE_S <= seconds <= LONGEST_S)
