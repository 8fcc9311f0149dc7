"""The status of a result in words: what was proved, checked and machine-checked, for what. Each phrase leads to its part of the page."""

import re

from docutils import nodes
from elements import link, text

from proofs_formal import manifest as formal

READING = "../../reading.html"
NAMES = ("Gaussian", "Euclidean", "Hilbert", "Borel", "Markov", "Bernoulli", "Z/")      # keep their capital inside a sentence


def plural(count: int, noun: str) -> str:
    """`1 conclusion`, `3 conclusions`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def counted(count: int, total: int) -> str:
    """`1 of 3 conclusions`, `its conclusion`, `both conclusions`, `all 3 conclusions`."""
    every = {1: "its conclusion", 2: "both conclusions"}.get(total, f"all {total} conclusions")
    return f"{count} of {total} conclusions" if count < total else every


def exact_cases(result, clause) -> dict[tuple[str, int], dict]:
    """(kind, number) -> named instance in exact arithmetic on which everything holds that a conclusion needs."""
    kinds = ("certificates", "real", "anchors", "extremals", "edges")
    return {(kind, k): c for kind in kinds for k, c in enumerate(result.record[kind]) if not c["arithmetic"].startswith("float")
            and all(c["clauses"][h]["verdict"] == "HOLDS" for h in result.theorem.needs(clause))}


def relation(result) -> str:
    """Whose statement is proved, as a phrase."""
    total, own = len(result.theorem.conclusions), len(result.own)
    if not result.clean:
        return "a statement of our own; where it stands in its source is unconfirmed"
    if not own:
        return "a special case of the published theorem"
    if own < total:
        return f"a special case of the published theorem, with {plural(own, 'conclusion')} of our own"
    return "an analogue of the published theorem, not that theorem" if result.kinds == ("analogue",) else "a statement of our own"


def strengths(result) -> dict[str, int]:
    """For how many conclusions the strongest machine-checked counterpart is of which strength."""
    found: dict[str, int] = {}
    for clause in result.theorem.conclusions:
        own = [p.strength for p in result.proofs(clause) if p.current]
        if own:
            best = min(own, key=formal.STRENGTHS.index)
            found[best] = found.get(best, 0) + 1
    return dict(sorted(found.items(), key=lambda x: formal.STRENGTHS.index(x[0])))


def space(result) -> str:
    """The first words of the sentence on the model's space: what the objects are."""
    first = re.split(r"[;:.](?: |$)", result.record["model"]["space"], maxsplit=1)[0]
    return first if first.startswith(NAMES) else first[:1].lower() + first[1:]


def checked(result) -> str:
    """How much was tried, and what came of it."""
    theorem, record = result.theorem, result.record
    tried = [f"on {max(s['count'] for s in record['samples'].values())} random instances"]
    exact = len(set().union(*(exact_cases(result, clause) for clause in theorem.conclusions)))
    tried += ["under gradient ascent"] * bool(record["attack"]) + [f"on {exact} exact ones"] * bool(exact)
    return "Checked " + (", ".join(tried[:-1]) + " and " + tried[-1] if len(tried) > 1 else tried[0])


def outcome(result) -> str:
    """What came of it."""
    theorem = result.theorem
    bad = [c for c in theorem.conclusions if result.verdict(c) != "HOLDS"]
    if bad:
        return "but " + "; ".join(f"{c.words} is {result.verdict(c)}" for c in bad)
    left = sum(result.samples(c)["open"] for c in theorem.conclusions)
    return "nothing refutes it" + (f", {plural(left, 'judgement')} stayed open" if left else "")


def sentence(page) -> list[nodes.Node]:
    """The whole line, as inline nodes."""
    result, total = page.result, len(page.theorem.conclusions)
    if not result.record:
        return [link("Proved on this page", "#why"), text("; not checked yet.")]
    found = strengths(result)
    out = [link("Proved on this page", "#why"), text(": "), link(relation(result), "#compared" if page.has("Compared") else "#limits"),
           text(". "), link(checked(result), "#evidence"), text(", for "), link("", "#evidence", *page.inline(space(result))), text("; "),
           *page.inline(outcome(result)), text(". ")]
    if not found:
        out += [text("Not "), link("machine-checked", f"{READING}#grades"), text(". ")]
    else:
        kinds = f"as {next(iter(found))}" if len(found) == 1 else ", ".join(f"{n} as {kind}" for kind, n in found.items())
        out += [link("Machine-checked", "#evidence"), text(": "),
                link(f"{counted(sum(found.values()), total)}, {kinds}", f"{READING}#grades"), text(". ")]
    return out
