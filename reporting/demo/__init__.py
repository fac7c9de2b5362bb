"""The demo bureau's report of 2025: written, confirmed, reviewed, signed by its own people, exported."""
