"""The resilience theme: a second Region, and work that a failover neither loses nor runs twice."""

from components.resilience.component import Resilience, ResilienceArgs

__all__ = ["Resilience", "ResilienceArgs"]
