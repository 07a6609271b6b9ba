"""What leaves by mail about comments, to whom, and what the links in it may do."""
