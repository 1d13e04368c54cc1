"""Which pattern serves a workload: latency, capacity, cost and limits of each, as scores and as reasons."""
