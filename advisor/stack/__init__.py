"""What a stack is made of: its settings, and its resources as a preview or an export has them."""
