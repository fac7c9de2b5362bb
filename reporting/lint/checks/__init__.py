"""What is checked (校核项目): one function per rule, each gives remarks and changes nothing."""

from reporting.lint.checks import arithmetic, dates, headings, writing

# Of a text alone, whoever wrote it.
OF_TEXTS = (*arithmetic.CHECKS, *writing.CHECKS, *dates.CHECKS, *headings.CHECKS)

__all__ = ["OF_TEXTS"]
