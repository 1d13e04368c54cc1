"""``advisor dr``: what a lost Region would take, which Region acts now, and how it is changed."""
