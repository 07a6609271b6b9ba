"""Limits what bots can do: by address, frequency and speed."""
