"""``advisor break-even``: below which traffic which way of serving is the cheapest."""
