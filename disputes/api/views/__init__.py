"""Views: check the shape, call one service, answer. No rule lives here."""
