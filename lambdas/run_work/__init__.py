"""Runs work whose task waits, and commits its one result."""
