"""Stop endpoints that nobody uses, and take that back."""
