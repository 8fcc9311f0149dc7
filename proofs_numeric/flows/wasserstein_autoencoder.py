"""Two laws, two encoders and two decoders between n points and m codes."""
from fractions import Fraction

import sympy as sp

from proofs_numeric.engine.interpret import Named
from proofs_numeric.engine.model import Control, Example, Fault, Kind
from proofs_numeric.mathematics import metric_spaces as ms
from proofs_numeric.mathematics.digits import digit_measure
from proofs_numeric.worlds.autoencoders import autoencoders
from proofs_numeric.worlds.codes import Moved
from proofs_numeric.worlds.measures import point, spread
from theorems.vocabulary.analysis import Inf, Total
from theorems.vocabulary.autoencoders import CostAt, Decoded, Joint, L, Output, Q, R, TransportCost, Weight, X, Z, data, prior, x, z

SPACE = autoencoders()
TWO, LINE, HALVES = ms.line(2), ms.line(3), ["1/2", "1/2"]
COLLIDING = ["2/5", "3/5"], ["3/10", "2/5", "3/10"], (0, 0, 1), TWO
LIFTED = dict(Q=[["3/16", "3/16", 0, 0], ["1/16", "1/16", "1/4", "1/4"], [0, 0, 0, 0]])
FAR, LONG = [[0, 1, 3], [1, 0, 2], [3, 2, 0]], ms.WITHOUT["triangle"][1]
TO_THE_MIDDLE = [[0, 1, 0], [0, 0, 0], [0, 0, 0]]                # an encoder of the first point

with sp.evaluate(False):
    through = Total(Joint(Q, x, z) * CostAt(x, Decoded(z)), (x, X), (z, Z))
    nearest = Total(Weight(data, x) * Inf(CostAt(x, Decoded(z)), (z, Z)), (x, X))
    EXAMPLE = Example(
        SPACE.rational("three codes, two outputs", *COLLIDING),
        beside={"reconstruction without any constraint on the codes": nearest, "an encoder that ignores its input": through})


def digits(image, other):
    """A digit on 4 x 4 blocks of pixels, encoded by quadrants; the prior is what another digit puts into these."""
    pixels, codes = ms.grid(4, 4), [5, 6, 9, 10]
    quadrant = [int(2 * (row >= 2) + (column >= 2)) for row, column in pixels]
    a, b = digit_measure(image), digit_measure(other)
    prior = [sum((w for w, k in zip(b, quadrant) if k == code), Fraction(0)) for code in range(4)]
    E = [[w if k == code else Fraction(0) for code in range(4)] for w, k in zip(a, quadrant)]
    about = f"image {image} of the digits data set on 4 x 4 blocks of pixels, a code for each quadrant, the prior of image {other}"
    more = dict(E=E, places=pixels.tolist())
    return SPACE.rational(f"digits {image}, {other}", a, prior, codes, ms.taxicab(pixels), more=more, about=about)


def undivided(right, m):
    """The lift without division by the mass of the fibre."""
    def lift(a, b):
        found = right(a, b)
        if isinstance(found, Named):
            return Named("undivided", Moved(found.value.value * b.value.value[m["G"]], found.value.by))
        return [[mass * b[y] for mass, y in zip(row, m["G"])] for row in found]
    return lift


MODEL = SPACE.model(
    example=EXAMPLE,
    kind=Kind.INSTANCE,
    gap="The published statement for data, outputs and codes on finite sets, n = 3 points and m = 4 codes sampled, the cost any real "
        "function; for measurable decoders on standard Borel spaces nothing is checked.",
    knobs=(),
    edges=(
        SPACE.rational("one point, one code", [1], [1], (0,), [[0]], about="one point and one code"),
        SPACE.rational("constant decoder", ["1/4", "3/4"], ["1/3", "2/3"], (1, 1), TWO, about="all codes have one output"),
        SPACE.rational("injective decoder", ["1/4", "3/4"], ["1/3", "2/3"], (1, 0), TWO, about="no two codes have the same output"),
        SPACE.rational("a code without mass", ["1/4", "3/4"], ["1/3", "2/3", 0], (0, 1, 1), TWO,
                       about="one code has no mass under the prior"),
        SPACE.rational("the data are decoded codes", ["1/3", "2/3"], ["1/3", "1/2", "1/6"], (0, 1, 1), TWO,
                       about="the decoded prior is the law of the data")),
    anchors=(
        SPACE.rational("collision", *COLLIDING, facts=(sp.Eq(TransportCost(data, Output(prior, sp.Symbol("D", extended_real=True))),
                                                             sp.Rational(3, 10)),),
                       about="two codes of one output; several encoders are optimal"),
        SPACE.rational("two collisions", HALVES, ["1/5", "3/10", "1/10", "2/5"], (0, 0, 1, 1), TWO,
                       facts=(sp.Eq(TransportCost(data, Output(prior, R)), 0),),
                       about="two outputs with two codes each; one encoder is optimal")),
    extremals=(
        SPACE.rational("the lifted plan", ["3/8", "5/8", 0], spread(4, 0, 1, 2, 3), (0, 0, 1, 1), LINE, more=LIFTED,
                       reach={"any_encoder": 0.0}, about="the encoder is the lifted optimal plan"),
        SPACE.rational("a detour on a line", point(3, 0), point(3, 2), (0, 1, 2), FAR, 2, dict(E=TO_THE_MIDDLE, latent=FAR),
                       reach={"unmatched": 0.0}, about="the data at 0, their code decoded to 1, the prior decoded to 3, p = 2: 3 = 1 + 2"),
        SPACE.rational("the codes of the nearest outputs", ["1/2", "1/4", "1/4"], ["1/2", "1/8", "1/8", "1/4"], (0, 1, 1, 2), LINE,
                       more=dict(c=(LINE + 1).tolist()), reach={"free": 0.0}, about="the prior is what the unconstrained encoder makes")),
    controls=(
        Control("deterministic", ("equality", "free", "lift_codes"),
                SPACE.rational("a coin as decoder", HALVES, [1], (1,), 2 * TWO, more=dict(fixed=[HALVES], c=[[0, 4], [4, 0]])),
                about="a fair coin on -1 and 1 decodes the only code: the cost is 0, reconstruction to 1 costs 2"),
        Control("deterministic", ("equality", "lift_codes", "lift_cost", "unmatched"),
                SPACE.rational("another decoder", [1, 0], [1], (0,), TWO, more=dict(fixed=[[0, 1]])),
                about="the decoder sends the only code to 1, the map sends it to 0: 1 > 0"),
        Control("matched", ("any_encoder",),
                SPACE.rational("codes that are not the prior", HALVES, [1, 0], (0, 1), TWO, more=dict(Q=[["1/2", 0], [0, "1/2"]])),
                about="every point is its own code, but the prior draws the first code only: the cost is 1/2, reconstruction costs 0"),
        Control("mean", ("noise",),
                SPACE.rational("a wrong mean", [1, 0], [1], (0,), TWO, more=dict(random=[[0, 1]], centres=[["1/2", 0]])),
                about="the decoder sends the only code to 1, 1/2 is claimed to be its mean: 1 against 1/4 + 1/4"),
        Control("lipschitz", ("unmatched",), SPACE.rational(
            "a steeper decoder", [1, 0], [0, 1], (0, 1), 3 * TWO, more=dict(E=[[1, 0], [0, 0]], L=1)),
            about="codes at distance 1 are decoded to points at distance 3, claimed constant 1: 3 > 0 + 1"),
        Control("triangle", ("unmatched",), SPACE.rational(
            "long edge", point(3, 0), point(3, 2), (0, 1, 2), LONG, more=dict(E=TO_THE_MIDDLE, latent=LONG)),
            about="distances 1, 1, 3: 3 > 1 + 1"),
        Control("exponent", ("unmatched",), SPACE.case(
            "p = 1/2", point(3, 0), point(4, 1), (0, 1, 2, 2), ms.discrete(3), 0.5,
            dict(E=[["1/2", "1/2", 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], L="1025/1024")),
            about="points at distance 1, half of the data reconstructed and half of the codes right: 1 > 1/4 + 1/4")),
    certificates=(SPACE.cloud(1), SPACE.cloud(2, 2), SPACE.cloud(3, 2, 3, 3)),
    real=lambda: (digits(0, 1), digits(3, 8)),
    faults=(
        Fault("square root on the left only", restate={"equality": lambda r: r.func(sp.sqrt(r.lhs), r.rhs)}),
        Fault("the random decoder on the left", restate={"equality": lambda r: r.func(TransportCost(data, Output(prior, R)), r.rhs)}),
        Fault("lift not divided by the mass of the fibre", reinterpret={"Lift": undivided}),
        Fault("noise without its variance", restate={"noise": lambda r: r.func(r.lhs, r.rhs.args[0])}),
        Fault("half of the Lipschitz constant", restate={"unmatched": lambda r: r.func(r.lhs, r.rhs.subs(L, L / 2))})))
