"""The language of the statements: operators that carry LaTeX, a printer, the statement types, and proof tactics."""
