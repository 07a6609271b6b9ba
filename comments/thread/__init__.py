"""How a thread is read: in pages, in an order, from a place."""
