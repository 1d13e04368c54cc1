"""What a deployed stack really cost, how it was used, and how far its estimate was off."""
