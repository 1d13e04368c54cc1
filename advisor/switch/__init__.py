"""``python -m advisor switch``: which pattern has the traffic, why, and a look at their health now."""
