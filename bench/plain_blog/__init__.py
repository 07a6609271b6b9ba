"""The baseline of bench/misses.py: the same article, printed by a few templates as in Django's tutorial."""
