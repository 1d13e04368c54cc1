"""``python -m advisor work``: durable predictions that survive the loss of a Region."""
