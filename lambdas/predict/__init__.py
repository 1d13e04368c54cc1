"""Serve one part of a listing by an endpoint."""
