"""Disclosure (公开): which numbers may leave the house, and what is kept of those that did."""
