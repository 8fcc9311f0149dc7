"""The evidence of a result page: one row a conclusion, details under it, then everything that was tried. Generated from the record."""

import html
import re

import proofs
import sympy as sp
from docutils import nodes
from elements import bullets, chip, details, inline_formula, link, paragraph, raw, section, strong, table, text
from library import number, words
from strip import CAPTION

from proofs_numeric.engine import audit

SYMBOL = {sp.Eq: "=", sp.Ne: "≠", sp.Le: "≤", sp.Lt: "<", sp.Ge: "≥", sp.Gt: ">"}
OPPOSITE = {sp.Eq: sp.Ne, sp.Ne: sp.Eq, sp.Le: sp.Gt, sp.Lt: sp.Ge, sp.Ge: sp.Lt, sp.Gt: sp.Le}
VERDICT_CHIP = {"equal": "equal", "equal within rounding": "equal", "holds": "HOLDS", "undecided": "UNDECIDED", "refuted": "REFUTED"}


def unbroken(words_: str) -> str:
    """Without line breaks around an equality sign; formulas in `$...$` stay as they are."""
    return re.sub(r"(\$[^$]*\$)| = ", lambda m: m[1] or "\u00a0=\u00a0", words_)


def plural(count: int, noun: str) -> str:
    """`1 conclusion`, `3 conclusions`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def status(result) -> str:
    """What was checked and for how many of the conclusions, in one line."""
    if not result.record:
        return "not verified"
    theorem, record, total = result.theorem, result.record, len(result.theorem.conclusions)
    grades = [{e.grade for e in result.evidence(c) if e.verdict == "HOLDS"} for c in theorem.conclusions]
    said = [f"{sum(g in own for own in grades)} {words_}" for g, words_ in (
        ("attacked", "under gradient ascent"), ("certified", "on exact instances"), ("symbolic", "derived by SymPy"),
        ("machine-checked", "with a machine-checked counterpart")) if any(g in own for own in grades)]
    missed = len(audit.unnoticed(theorem, record))
    return (f"{plural(total, 'conclusion')} on random instances" + (f", of these {', '.join(said)}" if said else "")
            + f"; {plural(missed, 'derived mistake')} not noticed.")


def percent(deviation: float) -> str:
    """A deviation of a constant: `5 %`, `10⁻⁶`."""
    return f"{100 * deviation:.4g} %" if deviation >= 1e-4 else number(deviation)


class Evidence:
    """The section on evidence. page: the directive, for inline text. picture: HTML of the strip where the page has a figure of its own."""

    def __init__(self, page, result, picture: str):
        self.page, self.result, self.theorem, self.record, self.picture = page, result, result.theorem, result.record, picture

    def section(self):
        """The whole section."""
        if not self.record:
            return section("Evidence", "evidence", paragraph(text("There is no record of a verification.")))
        model = self.record["model"]
        return section(
            "Evidence", "evidence",
            paragraph(strong("Model. "), *self.page.inline(model["space"]), text(" "), strong("Gap. "), *self.page.inline(model["gap"])),
            paragraph(text("Numerical evidence does not establish a mathematical fact. "), link("How to read this", "../../reading.html"),
                      text("."), classes=["quiet"]),
            self.overview(),
            *(self.conclusion(c) for c in self.theorem.conclusions),
            section("What was tried", "tried", *self.tried()),
        )

    # -- conclusions
    def overview(self):
        """One row a conclusion."""
        rows = []
        for c in self.theorem.conclusions:
            s = self.record["samples"][c.name]
            free = self.record["free"]
            met = sum(f["legal"][c.name] for f in free)
            strengths = [p.strength for p in self.result.proofs(c) if p.current]
            falls = [h for h, label in self.record["dropped"][c.name].items() if label]
            proved = [*(e.grade for e in self.result.evidence(c) if e.grade in ("certified", "symbolic")),
                      *(f"machine-checked: {strength}" for strength in strengths)]
            rows.append([
                [link(words(c.name), f"#evidence-{c.name}"), text(" "), chip(self.result.verdict(c), self.result.verdict(c))],
                f"{s['holds']} / {s['equal']} / {s['undecided']} of {s['applicable']}",
                f"{met} of {sum(f['sampled'] + f['climbed'] for f in free)}" if free else "–",
                {True: "refuted", False: "not refuted"}[self.record["attack"][c.name]["verdict"] == "REFUTED"]
                if c.name in self.record["attack"] else "nothing to climb",
                "; ".join(dict.fromkeys(proved)) or "–",
                self.power_in_short(c),
                ", ".join(map(words, falls)) or "–",
            ])
        return table(["conclusion", "holds / equal / undecided", "free search: hypotheses met", "ascent", "exact, formal",
                      "power: places within 5 %", "falls without"], rows, ["stacked", "evidence-table"], labels=True)

    def power_in_short(self, clause):
        """How many of the places where a constant may be wrong are tested to a twentieth."""
        found = audit.power(self.theorem, self.record, clause)
        if not found:
            return "–"
        close = sum(p.best is not None and p.best[0] <= 0.05 for p in found)
        return f"{close} of {len(found)}"

    def unit(self, clause):
        """What widths are relative to, as inline nodes."""
        if clause.scale is None:
            return [text("the larger side")]
        return [inline_formula(self.theorem.typeset(clause.scale))]

    def power(self, clause):
        """For every place of the formula, the smallest deviation that was refuted."""
        found = audit.power(self.theorem, self.record, clause)
        if not found:
            return []
        rows = []
        for p in found:
            term = self.theorem.typeset(p.position.term)
            what = {"side": "the whole side ", "term": "the term ", "exponent": "the exponent "}[p.position.what]
            if not p.tried:
                shown = ["not tried", ""]
            elif p.best is None:
                shown = ["none up to 100 %", ""]
            else:
                words_ = [f"{percent(d[0])} {direction}" for direction, d in (("smaller", p.smaller), ("larger", p.larger)) if d]
                shown = [" or ".join(words_), p.best[1]]
            rows.append([[text(what), inline_formula(term)], *shown])
        return [paragraph(strong("Power. "), text("The smallest change of each place that a random or a named instance has refuted:")),
                table(["place", "noticed when", "by"], rows, ["stacked"])]

    def conclusion(self, clause):
        """The lines of evidence for one conclusion."""
        r, overall = self.result, self.result.verdict(clause)
        lines = [[paragraph(chip(e.grade, "grade"), text(" "), *([chip(e.verdict, e.verdict), text(" ")] if e.verdict != overall else []),
                            *self.page.inline(unbroken(e.scope)), text(". "),
                            nodes.inline("", f"Trust: {e.trust}.", classes=["quiet"]))] for e in r.evidence(clause)]
        s = self.record["samples"][clause.name]
        widest = max([s["width"], *(o["width"] for o in s["open"])], key=lambda w: float("inf") if isinstance(w, str) else w)
        widths = [text(f"Over the samples that hold or stay open the widest enclosure of left minus right was {number(widest)} of "),
                  *self.unit(clause), text(f"; among those that hold, {number(s['width'])}.")]
        if s["open"]:
            widths.append(text(" Left open: " + "; ".join(
                f"size {tuple(o['size'])}, seed {o['seed']}, digits {o['digits']}, scale {o['scale']}, index {o['index']}, width "
                f"{number(o['width'])}" for o in s["open"]) + (" and others" if s["undecided"] > len(s["open"]) else "") + "."))
        own = r.gap(clause) != self.record["model"]["gap"]
        return section(
            words(clause.name).capitalize(), f"evidence-{clause.name}",
            paragraph(chip(overall, overall), text(" "), chip(r.kind(clause), "kind"), text(" "),
                      nodes.inline("", "", link("statement", f"#conclusion-{clause.name}"), classes=["quiet"])),
            bullets(lines, ["evidence"]),
            *(node for p in r.proofs(clause) for node in proofs.details_of(p.entry, self.page.inline(p.gap), p.strength)),
            *([paragraph(strong("Gap. "), *self.page.inline(r.gap(clause)))] if own else []),
            *details("Widths and power", paragraph(*widths), *self.power(clause)),
        )

    # -- everything that was tried
    def tried(self):
        """Hypotheses, strip, free families, controls, named instances, mistakes that were not noticed."""
        samples, out = self.record["samples"], []
        if self.picture:
            out += [raw(f'<figure class="result-figure">{self.picture}<figcaption>'), paragraph(text(CAPTION)),
                    raw("</figcaption></figure>")]
        out += self.free()
        if self.theorem.hypotheses:
            total = max(s["count"] for s in samples.values())
            shares = [[words(h.name), f"{samples[h.name]['holds']} of {samples[h.name]['count']}"] for h in self.theorem.hypotheses]
            out += details(f"On how many of {total} random instances each hypothesis holds", table(["hypothesis", "holds on"], shares))
        if self.record["controls"]:
            out += [nodes.rubric("", "Controls: one hypothesis dropped"), paragraph(text(self.dropped())), self.controls()]
        for key, title in (("extremals", "Extremal instances, made to come close to a bound"), ("anchors", "Anchors, known in closed form"),
                           ("certificates", "Exact certificates"), ("real", "Real data"), ("edges", "Edge cases")):
            if self.record[key]:
                out += self.cases(title, self.record[key])
        return out + self.mistakes()

    def dropped(self):
        """Which hypotheses have a control, in one sentence."""
        names = {c["drops"] for c in self.record["controls"] if c["shown"]}
        rest = [h for h in self.theorem.hypotheses if h.name not in names]
        said = ("On each of these instances one hypothesis is broken, the others that a conclusion needs hold, and it is refuted. "
                f"{len(names)} of the {len(self.theorem.hypotheses)} hypotheses {'has' if len(names) == 1 else 'have'} one.")
        if rest:
            said += " Without: " + ", ".join(f"{words(h.name)} ({h.role})" for h in rest) + "."
        return said

    def free(self):
        """The search that knows only what is printed."""
        if not self.record["free"]:
            return []
        out = [nodes.rubric("", "Is what is printed enough?"), paragraph(text(
            "Random instances satisfy the hypotheses by construction, and perhaps more than the page prints. These guarantee nothing: an "
            "instance counts for a conclusion when every hypothesis printed for it holds."))]
        for f in self.record["free"]:
            rows = [[words(c.name), f"{f['legal'][c.name]}", f"{f['refuted'][c.name]}"] for c in self.theorem.conclusions]
            out += [paragraph(text(f"{f['sampled']} samples and {f['climbed']} instances of a climb from them. Free: "),
                              *self.page.inline(f["frees"]), text("."))]
            out += details("By conclusion", table(["conclusion", "hypotheses met on", "of these refuted"], rows))
        return out

    def mistakes(self):
        """Mistakes derived from the formulas that went unnoticed."""
        found = audit.unnoticed(self.theorem, self.record)
        counted = (sum(len(x) for x in self.record["power"].values()) + sum(len(x) for x in self.record["dropped"].values())
                   + sum(len(x) for x in self.record["ranges"].values()) + 2 * len(self.record["operators"]))
        said = (f"{counted} mistakes were derived from the formulas: every side, term and exponent changed by at most 5 %, every "
                "hypothesis left out of what a conclusion needs, every range of a hypothesis shortened by an end, every "
                f"operator with values in numbers or signals changed by 5 %. {len(found)} of them were not noticed.")
        said += (" Constants were tried on random and named instances, the ascent and a climb; hypotheses and ranges also on controls and "
                 "free families; operators on one batch of samples, and on the anchors, extremals and certificates.")
        out = [nodes.rubric("", "Mistakes that went unnoticed"), paragraph(text(said))]
        if found:
            grouped: dict[str, list[str]] = {}
            for where, what in found:
                grouped.setdefault(where, []).append(what)
            out += details(f"The {len(found)}", bullets([[paragraph(strong(words(where)), text(": "), *self.mistake("; ".join(whats)))]
                                                         for where, whats in grouped.items()]))
        return out

    def mistake(self, what):
        """A mistake in words; formulas in `$...$` are typeset."""
        return self.page.inline(what)

    def relation(self, clause, value):
        """Both sides as they were found: `3.2 > 2.1` where `<=` is refuted, `3.2 ≈ 3.2` where they agree within rounding."""
        kind = type(clause.relation)
        symbol = {"holds": SYMBOL[kind], "refuted": SYMBOL[OPPOSITE[kind]], "undecided": "?"}.get(audit.word(value), "≈")
        if "nan" in (value["lhs"], value["rhs"]) and value["verdict"] == "HOLDS":
            return f"{symbol}, decided exactly"
        return f"{number(value['lhs'])} {symbol} {number(value['rhs'])}".replace(" ", "\u00a0")

    def verdict(self, value):
        """The verdict on a case as a chip."""
        word = audit.word(value)
        return [chip(word, VERDICT_CHIP[word])]

    def controls(self):
        by_name = {c.name: c for c in self.theorem.clauses}
        out = []
        for c in self.record["controls"]:
            how = f"{c['name']}, given" if c["found"] == "given" else c["found"]
            first = [link(words(c["drops"]), f"#hypothesis-{c['drops']}")]
            if c["also"]:
                first.append(text(f" (and {', '.join(map(words, c['also']))})"))
            instance = self.page.inline(how)
            if c["about"]:
                instance = [*self.page.inline(c["about"]), text(" ("), *instance, text(")")]
            for k, name in enumerate(c["refutes"]):
                value = c["clauses"].get(name)
                out.append(["" if k else first, words(name), self.relation(by_name[name], value) if value else "–",
                            self.verdict(value) if value else "–", "" if k else instance])
        return table(["dropped", "falls", "both sides", "verdict", "instance"], out, ["stacked"])

    def cases(self, title, cases):
        out = []
        for case in cases:
            first = True
            for clause in self.theorem.conclusions:
                value = case["clauses"][clause.name]
                if any(case["clauses"][h]["verdict"] != "HOLDS" for h in self.theorem.needs(clause)):
                    continue
                reached = ""
                if clause.name in case["reach"] and isinstance(value["score"], (int, float)):
                    reached = f" ratio {sp.exp(value['score']).evalf(5)}"
                about = f": {case['about']}" if case["about"] else ""
                out.append([self.page.inline(case["name"] + about) if first else "", words(clause.name),
                            self.relation(clause, value) + reached, self.verdict(value),
                            case["arithmetic"].split(" (")[0] if first else ""])
                first = False
            facts = [v for name, v in case["clauses"].items() if name.startswith("fact ")]
            for k, value in enumerate(facts, 1):
                out.append([self.page.inline(f"{case['name']}{': ' * bool(case['about'])}{case['about']}") if first else "",
                            f"closed form {k}", f"{number(value['lhs'])}, {number(value['rhs'])}".replace(" ", "\u00a0"),
                            self.verdict(value), case["arithmetic"].split(" (")[0] if first else ""])
                first = False
        return details(f"{html.escape(title)} ({len(cases)})",
                       table(["case", "conclusion", "both sides", "verdict", "arithmetic"], out, ["stacked"]))
