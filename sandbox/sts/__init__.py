"""Web identities: tokens as GitHub's issuer would sign them, and STS that checks them."""
