"""How much of everything is used in a month."""
