"""A page with every component in every state, from fixed data and without queries. Needs DEBUG."""
