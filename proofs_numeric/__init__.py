"""Models that give the operators of `theorems` a meaning, and the engine that judges formulas in them.

engine        enclosures, the evaluator, the verdict, the search, the record: knows no particular theorem
mathematics   shared mathematics, in modules named after what they hold
<slug>.py     one model per result, bound to `MODEL`
records       what was verified, one JSON file per result
"""
