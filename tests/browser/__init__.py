"""The real console in a real browser against the real service: web server, worker and beat."""
