"""Views: check the parameters, take an exact snapshot, answer. No figure is computed here."""
