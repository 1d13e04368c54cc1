"""What is simulated: a pattern with its sizes, and what is assumed of it because AWS does not publish it."""
