"""A report in the formats that others read."""
