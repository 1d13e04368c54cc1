"""Packages of models: built the same everywhere, opened without trust."""
