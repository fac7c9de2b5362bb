"""Editions (报告版本): composed, confirmed, reviewed, signed, verified, corrected.

Nothing is imported here: `verifier` runs without Django.
"""
