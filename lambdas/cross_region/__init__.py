"""Asks one Region, and the other one when the first does not answer."""
