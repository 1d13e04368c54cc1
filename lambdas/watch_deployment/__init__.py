"""Looks after a deployment: each call does what can be done now, and says how it stands."""
