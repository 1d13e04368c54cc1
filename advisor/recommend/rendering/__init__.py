"""A decision record for people and for machines: a table, Markdown, JSON, pictures."""
