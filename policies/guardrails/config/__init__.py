"""What an organisation decides: levels, environments, thresholds and exemptions. Read once, refused as a whole."""
