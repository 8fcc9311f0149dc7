"""What a shown statement is made of: the definitions of our own files that it uses, directly or not, and notions of the libraries.

Both are found in the sources. A name in a statement or definition is a variable bound there, or a definition of a proof file, which is then
shown as well, or a notion of the prover's libraries, which `NAMES` explains in a few words; `unexplained` lists what is none of these.
Names are resolved as the prover does it: in the same file first, then in the files it requires, the last one first.
"""
import functools
import re

from proofs_formal import sources

DEFINITION = re.compile(r"^[ \t]*(?:Local )?(?:Definition|Record|Fixpoint|Inductive|Notation) +([A-Za-z_][\w']*)", re.M)
IDENTIFIER = re.compile(r"(?<![\w'%.\\`])(?<!%:)[A-Za-z_][\w']*(?:\.[A-Za-z_][\w']*)*")
KEYWORDS = frozenset("""Theorem Lemma Corollary Fact Definition Record Fixpoint Inductive Notation Local Variable Variables Hypothesis
    Hypotheses Context Implicit Types Prop Type forall fun exists exists2 match with end if then else is in let as return _""".split())
# What variables follow, with their types or without, and what binds one in a notation or a pattern.
OPENERS = re.compile(rf"\b(?:{sources.STATEMENT} +[\w']+|Variables?|Hypothes[ei]s|Context|Implicit Types?|forall|exists2?|fun)(?![\w'])")
BINDERS = (
    r"\\(?:sum|prod)_\s*\(?\s*([\w']+)", r"\\big\[[^]]*\]_\s*\(?\s*([\w']+)", r"arg m(?:ax|in)_\s*\(\s*([\w']+)",
    r"\[ffun\s+([\w']+)", r"\[set\s+([\w']+)\s*\|", r"\|\s*([\w']+)\s+in\b",
    r"\bis\s+([\w'.+ (),:]+?)\s+then\b", r"\blet\s+([\w']+)\s*:=", r"(?:\bwith\b|\|)\s*([\w'.+ ]+?)\s*=>")

# Notions of the libraries, by name.
NAMES = {
    "finType": "a finite set", "comRingType": "a commutative ring",
    "numDomainType": "a ring with absolute value and order, such as the real or the complex numbers; for these, x <= y means that y - x is "
                     "real and at least 0",
    "numFieldType": "a numDomainType with division",
    "realFieldType": "an ordered field, such as the rational or the real numbers",
    "realType": "the real numbers, as a complete ordered field",
    "numClosedFieldType": "an algebraically closed field with conjugation and absolute value, such as the complex numbers; x <= y means "
                          "that y - x is real and at least 0",
    "nat": "the natural numbers, from 0", "unit": "a set of one point",
    "pred": "a condition on the points of a set", "set": "a set of points; [set F x | x in A] is the set of all F x",
    "inf": "the infimum of a set of real numbers, 0 for the empty set",
    "linear": "{linear U -> V} are the linear maps", "rmorphism": "{rmorphism R -> C} are the maps that respect sums, products and 1",
    "ordinal_finType": "ordinal_finType n is the set 'I_n", "ord0": "the number 0 of 'I_n",
    "inord": "inord m is the number m of 'I_n, if it is below n",
    "Num.max": "the larger of two numbers", "Num.min": "the smaller of two numbers",
    "Num.real": "x \\is Num.real says that x is a real number",
    "minn": "the smaller of two natural numbers",
    "primitive_root": "n.-primitive_root z says that z^n = 1, and that no smaller power of z is 1",
    "expR": "the exponential function", "ln": "the natural logarithm", "cos": "the cosine", "sin": "the sine", "pi": "the number pi",
    "perm": "the permutations of a set", "id": "the map that changes nothing",
    "seq": "a finite list", "map": "map f X is the list of all f x with x in the list X", "size": "the length of a list",
    "nth": "nth z X k is the entry k of the list X, from 0; z where there is none",
    "foldl": "foldl f x X applies f to x and the entries of the list X, one after another",
    "iter": "iter n f x is f applied n times to x",
    "set0": "the empty set",
    "bool": "the truth values", "true": "the truth value true", "false": "the truth value false",
    "connect": "connect e i j says that a path of steps with e leads from i to j",
    "finGroupType": "a finite group, with 1, products and inverses", "ringType": "a ring",
    "pred1": "pred1 x is the condition to be x", "Zp1": "the number 1 of 'I_n, modulo n",
}
# And by sign: a pattern and what it means.
SIGNS = (
    (r"\{ffun|\[ffun", "{ffun I -> F}, [ffun x => e]: functions on a finite set"),
    (r"'I_", "'I_n: the numbers 0, ..., n - 1; for n = N + 1 with the arithmetic modulo n"),
    (r"\\sum_", "\\sum_(i < n | P i) F i: the sum over the i < n with P i"),
    (r"\\prod_", "\\prod_(i < n) F i: the product over the i < n"),
    (r"\\big\[Num\.max/0\]", "\\big[Num.max/0]_(i | P i) F i: the greatest of 0 and the F i with P i"),
    (r"arg max_", "[arg max_(j > i | P j) F j]: a j with P j at which F is greatest"),
    (r"`\|", "`|x|: the absolute value"),
    (r"%:R", "n%:R: the natural number n as a number of the field"),
    (r"\*\+", "x *+ n: n times x, where a truth value counts 1 or 0"),
    (r"\^\*", "x^*: the complex conjugate"),
    (r"'i(?!\w)", "'i: the imaginary unit"),
    (r"#\|", "#|I|: the number of points of I"),
    (r"=1", "f =1 g: equal at every point"),
    (r"\[/\\", "[/\\ A, B & C]: A and B and C"),
    (r"\.\+1", "n.+1: n + 1"),
    (r"\.-1", "n.-1: n - 1, and 0 for n = 0"),
    (r"`_", "p`_k: the coefficient k of the polynomial p"),
    (r"\^o", "F^o: F as a vector space over itself"),
    (r"\[linear of", "[linear of f]: f, of which it was proved that it is linear"),
    (r"\[finType of", "[finType of T]: T, which is known to be finite"),
)


def _indexed(text: str) -> str:
    """The text with the index of a sum, of a maximum and of 'I_n set apart from the sign."""
    return re.sub(r"(\\(?:sum|prod|big\[[^]]*\])_|'I_|arg m(?:ax|in)_)", r"\1 ", text)


@functools.cache
def _words(text: str) -> set[str]:
    """The names in a text, without those that are part of a notation."""
    notation = r"\[(?:linear|finType) of\b|\[(?:ffun|set|arg m(?:ax|in)_)|\{ffun\b|\\is\b|\^o"
    return set(IDENTIFIER.findall(re.sub(notation, " ", _indexed(text))))


@functools.cache
def definitions_of(text: str, file: str) -> dict[str, str]:
    """Name -> the definition in this text of the file that introduces it: it itself, or the record of which it is a part."""
    names: dict[str, str] = {}
    text = sources.bare(text)
    for m in DEFINITION.finditer(text):
        own = f"{file}.{m.group(1)}"
        names[m.group(1)] = own
        end = re.compile(r"\.(?=\s)").search(text, m.end())
        body = text[m.start():end.end() if end else len(text)]
        if re.match(r"\s*Inductive\b", body):
            for constructor in re.findall(r"[|=]\s*([A-Z][\w']*)", body.split(":", 1)[1]):
                names.setdefault(constructor, own)
        if re.match(r"\s*Record\b", body):
            constructor, fields = body.split(":=", 1)[1].split("{", 1)
            for part in (constructor.strip(), *re.findall(r"(?:^|;)\s*([A-Za-z_][\w']*)\s*:", fields)):
                names.setdefault(part, own)
    return names


def defined(file: str) -> dict[str, str]:
    """`definitions_of` the file as it is now."""
    return definitions_of(sources.source(file), file)


def resolve(name: str, file: str) -> str | None:
    """The definition of our own files that a name means in a file, or None."""
    for where in (file, *reversed(sources.required(file))):
        if name in defined(where):
            return defined(where)[name]
    return None


def shown(name: str) -> str:
    """A statement or definition with the parameters of its sections, without comments: all that is shown of it."""
    return "\n".join([*sources.setting(name), sources.bare(sources.passage(name))])


def _variables(text: str) -> set[str]:
    """The variables at the beginning of a text: `x y (z : T) {n : nat} : U` has x, y, z and n."""
    found: set[str] = set()
    while m := re.match(r"\s*(?:([A-Za-z_][\w']*)|[({])", text):
        if m.group(1):
            found.add(m.group(1))
            text = text[m.end():]
            continue
        depth, end = 0, m.end() - 1
        while not (depth == 1 and text[end] in ")}"):
            depth += (text[end] in "({") - (text[end] in ")}")
            end += 1
        found |= set(re.findall(r"[A-Za-z_][\w']*", text[m.end():end].split(":")[0]))
        text = text[end + 1:]
    return found


@functools.cache
def bound(text: str) -> set[str]:
    """The variables that are bound in a shown text."""
    text = _indexed(text)
    opened = set().union(*(_variables(text[m.end():]) for m in OPENERS.finditer(text)))
    return opened | {word for pattern in BINDERS for m in re.findall(pattern, text) for word in re.findall(r"[A-Za-z_][\w']*", m)}


def names(name: str) -> set[str]:
    """The names in a shown text that are neither bound in it nor keywords nor its own."""
    text = shown(name)
    return _words(text) - bound(text) - KEYWORDS - {name.split(".")[1]}


def uses(name: str) -> set[str]:
    """The definitions of our own files that occur in the shown text of a statement or definition."""
    file = name.split(".")[0]
    return {found for word in names(name) if (found := resolve(word, file))} - {name}


def closure(name: str) -> tuple[str, ...]:
    """The definitions that a statement uses, directly or not, each after those it uses itself."""
    order: list[str] = []

    def visit(current: str):
        for other in sorted(uses(current), key=_place):
            if other not in order and other != name:
                visit(other)
                order.append(other)
    visit(name)
    return tuple(order)


def _place(name: str) -> tuple[int, int]:
    file = name.split(".")[0]
    return sources.files().index(file), list(defined(file).values()).index(name)


def notions(name: str) -> tuple[str, ...]:
    """The library notions in a statement and the definitions it uses, each with a few words."""
    parts = (*closure(name), name)
    used = {word for part in parts for word in names(part) if not resolve(word, part.split(".")[0])}
    text = "\n".join(map(shown, parts))
    return (*(f"{n}: {words}" for n, words in NAMES.items() if n in used), *(words for pattern, words in SIGNS if re.search(pattern, text)))


def unexplained(name: str) -> set[str]:
    """The names in a statement and the definitions it uses that are neither bound, nor ours, nor among the notions."""
    return {word for part in (*closure(name), name) for word in names(part) - NAMES.keys() if not resolve(word, part.split(".")[0])}
