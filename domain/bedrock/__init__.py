"""What Bedrock sells, until when, and what a purchase commits to."""
