"""Encoders, decoders and codes: what an auto-encoder between two finite sets is, and what it costs."""
from sympy import Eq, Ge, Integer, evaluate, symbols

from theorems.language.operators import Number, Operator
from theorems.language.statement import Clause, Role
from theorems.vocabulary.analysis import Total
from theorems.vocabulary.measures import Weight
from theorems.vocabulary.transport import Wasserstein


class Joint(Number):
    tex, meaning = r"{}({},{})", "the mass that an encoder gives to a pair of a data point and a code"


class Kernel(Number):
    tex, meaning = r"{}({},{})", "the probability with which a decoder turns a code into a point of $X$"


class Decoded(Operator):
    tex, meaning = r"G({})", "the point of $X$ that belongs to a code"


class Indicator(Number):
    tex, meaning = r"\mathbf 1[{}={}]", "one where the two points are equal, else zero"


class CostAt(Number):
    tex, meaning = r"c({},{})", "a cost, any real function of two points of $X$"


class Output(Operator):
    tex, meaning = r"{}{}", "the law on $X$ of what a decoder makes of a code that is drawn from a law on $Z$"


class Codes(Operator):
    tex, meaning = r"{}_Z", "the aggregated codes of an encoder: its second marginal, a law on $Z$"


class TransportCost(Number):
    tex, meaning = r"W_c\!\left({},{}\right)", \
        r"the transport cost, without a root: the least $\sum_{x,y} c(x,y)\,\pi(x,y)$ over the couplings $\pi \ge 0$ of the two laws"


class EncoderMinimum(Number):
    fenced = False
    tex = r"\min_{{Q'_X={},\ Q'_Z={}}}\ \textstyle\sum_{{x,z}} Q'(x,z)\,c(x,G(z))"
    meaning = "the least reconstruction cost of an encoder $Q'$ of the data whose aggregated codes are the prior"


class Lift(Operator):
    tex = r"\ell\!\left({},{}\right)"
    meaning = (r"the encoder made of an optimal coupling $\pi$ of the two laws: the mass $\pi(x, y)$ is divided among the codes $z$ "
               r"with $G(z)=y$ in proportion to the prior of these")


class Place(Operator):
    tex, meaning = r"{}", r"a point of $X$ as a vector of $\mathbb R^d$"


class Centre(Operator):
    tex, meaning = r"g({})", r"a vector of $\mathbb R^d$ for every code"


class Barycentre(Operator):
    tex, meaning = r"\textstyle\sum_y {}({},y)\,y", "the mean of what a decoder makes of one code"


class SquaredDistance(Number):
    tex, meaning = r"\lvert {}-{}\rvert^2", r"the squared Euclidean distance of two points of $X \subset \mathbb R^d$"


class SquaredError(Number):
    tex, meaning = r"\lvert {}-g({})\rvert^2", r"the squared Euclidean distance of a point of $X$ from the vector of a code"


class ReconstructionCost(Number):
    fenced, tex, meaning = False, r"\textstyle\sum_{{x,z}} {1}(x,z)\,d(x,G(z))^{{{0}}}", "the mean reconstruction cost of an encoder"


class LatentDistance(Number):
    tex, meaning = r"d_Z({},{})", "a number for every pair of codes"


class LatentWasserstein(Wasserstein):
    tex, meaning = r"W^Z_{{{}}}\!\left({},{}\right)", "the same as $W$ for laws of codes, with $d_Z$ in place of $d$"


# -- symbols
data, prior = symbols("P_X P_Z", extended_real=True)
X, Z, D, R, Q, E, L, x, y, v, z, w, K = symbols("X Z D R Q E L x y v z w K", extended_real=True)
PHRASES = {data: "the law of the data on $X$", prior: "the prior, a law on $Z$", X: "a finite set of points: data and outputs",
           Z: "a finite set of codes", D: r"a decoder: a law $D(z,\cdot)$ on $X$ for every code", R: "a decoder that may be random",
           Q: "an encoder: a joint law of data and codes", E: "another encoder, whose codes need not have the law of the prior",
           L: "a Lipschitz constant"}


# -- hypotheses
def _domain(name, relation, forall, label, part_of):
    return Clause(name, relation, forall=forall, used=forall, role=Role.DOMAIN, label=label, part_of=part_of)


BOTH = "the data and the prior are laws"
with evaluate(False):
    LAWS = (
        _domain("data_mass", Eq(Total(Weight(data, x), (x, X)), 1), (), "the masses of the data sum to one", BOTH),
        _domain("data_positive", Ge(Weight(data, x), 0), ((x, X),), "no mass of the data is negative", BOTH),
        _domain("prior_mass", Eq(Total(Weight(prior, z), (z, Z)), 1), (), "the masses of the prior sum to one", BOTH),
        _domain("prior_positive", Ge(Weight(prior, z), 0), ((z, Z),), "no mass of the prior is negative", BOTH))
    DECODERS = (
        _domain("decoder_mass", Eq(Total(Kernel(R, z, x), (x, X)), 1), ((z, Z),), "decoder probabilities sum to one", "$R$ is a decoder"),
        _domain("decoder_positive", Ge(Kernel(R, z, x), 0), ((z, Z), (x, X)), "no decoder probability is negative", "$R$ is a decoder"))
    ENCODERS = (
        _domain("encoder_positive", Ge(Joint(K, x, z), 0), ((K, (Q, E)), (x, X), (z, Z)), "no mass of an encoder is negative",
                "$Q$ and $E$ encode the data"),
        Clause("encoder_data", Eq(Total(Joint(K, x, z), (z, Z)), Weight(data, x)), forall=((K, (Q, E)), (x, X)), used=((K, (Q, E)), (x, X)),
               scale=Integer(1), role=Role.DOMAIN, label="the first marginal of an encoder is the law of the data",
               part_of="$Q$ and $E$ encode the data"))
