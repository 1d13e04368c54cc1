"""The resilience theme: a second Region, and work that a failover neither loses nor runs twice."""
