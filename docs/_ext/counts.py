"""What the pages about all results say in numbers, from the records."""

import library
from elements import Directive, paragraph, text
from needs import need
from project import project

DECIDED = "On random instances they were judged {applicable} times; {open} of these judgements stayed undecided."


def _shown(t: dict[str, int]) -> dict[str, str]:
    return {k: f"{v:,}".replace(",", "\u202f") for k, v in t.items()}


def _verdicts(t, n) -> str:
    return ", ".join(f"{n[v]} {v}" for v in library.BADNESS if t[v])


def counted(t: dict[str, int]) -> str:
    """The counts of `library.tally` in words."""
    n = _shown(t)
    return (
        f"{n['results']} results with {n['conclusions']} conclusions: {n['published']} special cases of published statements, "
        f"{n['own']} statements of our own, analogues included. Verdicts on the conclusions: {_verdicts(t, n)}. {DECIDED.format(**n)} "
        f"Hypotheses marked as needed: {n['needed']}; "
        f"with a control, an instance that breaks this one and refutes a conclusion: {n['dropped']}. "
        f"Conclusions with a machine-checked counterpart: {n['formal']}. Results with an unconfirmed locator: {n['memory']}. "
        f"Results whose record is missing, stale or not green: {n['faulty']}."
    )


def briefly(t: dict[str, int], families: int) -> str:
    """The counts that the home page shows."""
    n = _shown(t)
    faulty = f" Results whose record is missing, stale or not green: {n['faulty']}." if t["faulty"] else ""
    return (
        f"{n['results']} results in {families} families, {n['conclusions']} conclusions: {n['published']} special cases of published "
        f"statements, {n['own']} statements of our own, analogues included; {_verdicts(t, n)}. {DECIDED.format(**n)} "
        f"{n['formal']} conclusions have a machine-checked counterpart, {n['memory']} results an unconfirmed locator.{faulty}"
    )


class Tally(Directive):
    """The counts over all results in one paragraph, with the version they are of."""

    def run(self):
        need(self.env, "results")
        families = len({r.place.family for r in library.results()})
        about = project()
        version = f"Version {about['release']}" + (f", {about['date']}" if about["date"] else "")
        return [paragraph(text(f"{briefly(library.tally(), families)} {version}."))]


def setup(app):
    app.add_directive("tally", Tally)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
