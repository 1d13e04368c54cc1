"""``advisor schedule``: when a stack is up, and what that saves."""
