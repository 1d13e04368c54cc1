"""Event source mappings: what a table's stream tells is read in batches and handed to a function."""
