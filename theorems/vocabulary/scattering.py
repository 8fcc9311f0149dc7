"""The scattering transform (Mallat)."""
from theorems.language.operators import Operator


class Propagated(Operator):
    tex, meaning = (r"U[\Lambda_{{{}}}^{{{}}}] {:p}",
                    r"all $\lvert\,\cdots\lvert\lvert f * \psi_{\lambda_1}\rvert * \psi_{\lambda_2}\rvert\cdots * \psi_{\lambda_m}\rvert$ "
                    r"with $m$ wavelets")


class Averaged(Operator):
    tex, meaning = r"S_J[\Lambda_{{{}}}^{{{}}}] {:p}", r"the members of $U[\Lambda_J^m] f$, each convolved with $\phi_J$"


class Paths(Operator):
    tex, meaning = r"U[\mathcal P_{{{},{}}}] {:p}", r"the union of $U[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index"


class Scattering(Operator):
    tex, meaning = (r"S_{{{0}}}[\mathcal P_{{{0},{1}}}] {2:p}",
                    r"the windowed scattering transform: the union of $S_J[\Lambda_J^m] f$ over the orders $m < n$, $n$ the second index")
