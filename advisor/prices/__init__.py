"""The prices: their file, their refresh from AWS, and a user's own."""
