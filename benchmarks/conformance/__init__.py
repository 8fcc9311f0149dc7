"""Clauses of the theorems, judged with a library's function as the meaning of an operator. `make conformance` writes the record."""
