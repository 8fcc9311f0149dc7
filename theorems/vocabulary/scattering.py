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


class ShiftedScattering(Operator):
    tex, meaning = (r"T_{{{2}}}\,S_{{{0}}}[\mathcal P_{{{0},{1}}}] {3:p}", "the windowed scattering transform with every output shifted")


class Coefficients(Operator):
    tex, meaning = (r"U[\Lambda_{{{0}}}^{{{1}}}] {2:p} * \psi_{{\Lambda_{{{0}}}}}",
                    r"the coefficients in front of a layer: all $u * \psi_\lambda$, $u$ in $U[\Lambda_J^m] f$, $\lambda \in \Lambda_J$")


class ScatteringFrom(Operator):
    tex, meaning = (r"S_{{{0}}}[{1}{{+}}\mathcal P_{{{0},{2}}}] {3:p}",
                    r"the members of $S_J[\mathcal P_{J,n+1}] f$ whose path begins with $\lambda$")


class PropagatedFrom(Operator):
    tex, meaning = (r"U[{1}{{+}}\Lambda_{{{0}}}^{{{2}}}] {3:p}",
                    r"the members of $U[\Lambda_J^{m+1}] f$ whose path begins with $\lambda$")
