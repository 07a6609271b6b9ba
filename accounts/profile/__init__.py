"""What readers see of an account."""
