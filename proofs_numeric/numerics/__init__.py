"""The shared mathematics as plain floating-point functions: batched, differentiable, compiled once per shape, fast.

The models of the theorems carry enclosures and are judged; these functions are for use. Tests hold the two against each other.
"""
