"""Smoke tests and canary watch: asks a deployed stack from outside whether it does what its settings promise."""
