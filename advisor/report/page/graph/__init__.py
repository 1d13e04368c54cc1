"""The architecture as pictures: what a person thinks in, what uses what, laid out in layers."""
