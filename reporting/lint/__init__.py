"""The linter (校核): finds every number of a report's text and computes again what can be computed.

Pure: reads a text or a body, looks nothing up, never raises for what is written.
"""

from reporting.lint.bodies import errors_in, lint_body
from reporting.lint.remark import Level, Remark
from reporting.lint.texts import LONGEST, lint_text

__all__ = ["LONGEST", "Level", "Remark", "errors_in", "lint_body", "lint_text"]
