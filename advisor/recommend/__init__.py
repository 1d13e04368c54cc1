"""``advisor recommend``: which pattern serves a workload, what size it has, what it costs, and what is not known."""
