"""Computes predictions that were asked for asynchronously."""
