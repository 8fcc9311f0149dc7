"""What bounds of divergences are written with, beside `Log` of `analysis`. `KL` and `JS` are in `measures`."""
from theorems.language.operators import Number


class TimesLog(Number):
    fenced, tex, meaning = False, r"{0:p}\log {0:p}", r"$t\log t$ with the natural logarithm, and $0$ for $t = 0$"
