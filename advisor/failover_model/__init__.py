"""``python -m advisor dr model``: every order of events of a failover, at a size that can be searched to its end."""
