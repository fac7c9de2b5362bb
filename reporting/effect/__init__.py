"""What hearing-style mediation (听证式调解) brings beside ordinary mediation: like with like, by kind
and risk, never on tiny numbers. An observation, no proof of a cause."""

from reporting.effect.cases import GROUPS, OUTCOMES, Outcome, cases
from reporting.effect.comparison import Comparison, comparisons

__all__ = ["GROUPS", "OUTCOMES", "Comparison", "Outcome", "cases", "comparisons"]
