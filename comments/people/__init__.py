"""Who reads and who writes, and what is known and proven of them."""
