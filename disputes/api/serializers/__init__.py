"""Declarations: names, order and types of what a client reads and may write."""
