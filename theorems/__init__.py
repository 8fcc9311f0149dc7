"""One module per published result. Each binds `THEOREM`, a statement written in SymPy and nothing but SymPy.

`theorems.language` holds what the statements are written in; `theorems/tags` gives every result its permanent tag.
"""
