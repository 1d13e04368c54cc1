"""What a stack will cost, what it cost, and which way of serving is the cheapest: before and after a deployment."""
