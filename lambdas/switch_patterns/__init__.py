"""Look at the patterns' health and decide which has the traffic."""
