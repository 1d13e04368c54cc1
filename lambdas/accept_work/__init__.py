"""Accepts durable work in either Region, and tells how far it is."""
