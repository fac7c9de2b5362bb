"""What the register tells others. Nobody here knows who listens."""

from django.dispatch import Signal

# A case was written and committed.
case_written = Signal()
