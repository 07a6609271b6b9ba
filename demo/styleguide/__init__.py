"""Every component in every state on one page, from fixed data and without the database. Only where DEBUG is on."""
