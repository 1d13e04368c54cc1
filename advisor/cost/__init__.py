"""``advisor cost``: an estimate shown, compared, and held against a budget."""
