"""What capacity is asked for and whether it fits: steps of a latency, schedules of one target, Lambda's concurrency."""
