"""Look at both Regions, keep the lease while this one holds it, and see that open work is run."""
