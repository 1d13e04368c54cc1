"""`python -m sandbox.drill`: two Regions, work in flight, then everything that can go wrong with a Region."""
