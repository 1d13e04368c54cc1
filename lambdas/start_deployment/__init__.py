"""Brings an approved model package into service: begins, and does what can be done at once."""
