"""From a set-up to the arrays of its loop, and from what the loop wrote to a result."""
