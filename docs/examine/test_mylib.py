from mylib import wasserstein
from proofs_numeric.conformance import cases

test_wasserstein = cases(wasserstein, "transport", p=2)
