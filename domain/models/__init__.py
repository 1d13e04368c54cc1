"""What a model archive may hold."""
