"""Begins a training run: what it is about, what it is called, who works on it."""
