"""Models that give the operators of `theorems` a meaning, and the engine that judges formulas in them.

engine        enclosures, the evaluator, the verdict, the search, the record: knows no particular theorem
mathematics   shared mathematics, with enclosures, in modules named after what they hold
numerics      the same for use: fast floating-point functions
worlds        what several models share
<family>      one model per result, bound to `MODEL`
records       what was verified, one JSON file per result

JAX computes in single precision until `jax.config.update("jax_enable_x64", True)`. The engine switches this on for its process;
who uses `numerics` decides, at the start of the program: see there.
"""
