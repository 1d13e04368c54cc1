"""The tables of docs/cost.md, made from the prices."""
