"""Enclosures, the evaluator of formulas, the verdict, the search for counterexamples, and the record."""
