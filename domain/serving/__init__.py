"""Which way of serving is the cheapest: what each costs by traffic, and where two of them change their order."""
