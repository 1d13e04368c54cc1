"""What the functions of deployments share: settings, and carrying steps out."""
