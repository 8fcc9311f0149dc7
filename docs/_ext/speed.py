"""The tables of docs/benchmarks.md, from benchmarks/record.json and, where there is one, benchmarks/record_gpu.json."""

import html
import json

from docutils import nodes
from elements import Directive, bullets, chip, details, paragraph, strong, table, text
from library import ROOT, number

from benchmarks.workloads import GEOMLOSS, GROWTHS, MOST, WORKLOADS

FILES = {"cpu": ROOT / "benchmarks" / "record.json", "gpu": ROOT / "benchmarks" / "record_gpu.json"}
NAMES = {"cpu": "On a CPU", "gpu": "On a GPU"}


def milliseconds(seconds: float) -> str:
    """Three digits: `0.0521`, `13.5`, `598`."""
    return f"{1e3 * seconds:.0f}" if seconds >= 0.1 else f"{1e3 * seconds:.3g}"


def error(x) -> str:
    """An error with two digits."""
    return number(x if isinstance(x, str) else float(f"{x:.1e}"))


def goal_met(workload, row) -> bool | None:
    """Whether our time is within the goal; None if no peer could be ranked."""
    return None if row["best"] is None else row["ratio"] <= workload.goal


def standing(workload, row) -> nodes.inline:
    """Met, missed, or no peer."""
    met = goal_met(workload, row)
    return chip("no peer", "fair") if met is None else chip("met", "good") if met else chip("missed", "unconfirmed")


def contestants(workload, row) -> nodes.table:
    """All times of a workload."""
    lines = []
    for name, entry in {"ours": row["ours"], **row["peers"]}.items():
        shown = f"{entry['ratio']:.2g}" if "ratio" in entry else "–"
        if "ratio" in entry and entry["runs"] > 1:
            shown += f" ({entry['low']:.2g} to {entry['high']:.2g})"
        if not entry.get("ranked", True):
            shown = f"no rank ({shown})"
        settings = [text(entry["settings"])] if entry["settings"] else ""
        lines.append([[strong(name)] if name == "ours" else name, milliseconds(entry["median_s"]), shown, error(entry["error"]),
                      f"{entry['first_s']:.2g}", str(entry["runs"]), settings])
    return table(["library", "ms", "ours / it", "error", "first call, s", "runs", "settings"], lines)


class Measured(Directive):
    """`{measured} peers`, `missed`, `growth`, `machine` or `skipped`: that part of every record there is."""

    required_arguments = 1

    def run(self):
        self.depend(*FILES.values(), ROOT / "benchmarks" / "workloads.py")
        part = getattr(self, self.arguments[0])
        records = {k: json.loads(f.read_text()) for k, f in FILES.items() if f.exists()}
        if not records:
            return [paragraph(text("There is no record: run `make bench`."))]
        out = []
        if part.__name__ == "peers" and "gpu" not in records:
            out.append(paragraph(text("A CPU was measured, and no GPU.")))
        for kind, record in records.items():
            out += [nodes.rubric("", NAMES[kind])] * (len(records) > 1) + part(record)
        return out

    @staticmethod
    def rows(record):
        return [(w, record["workloads"][w.name]) for w in WORKLOADS if w.name in record["workloads"]]

    def peers(self, record):
        lines, more = [], []
        for w, row in self.rows(record):
            if "failed" in row:
                lines.append([w.title, "–", "–", "–", f"{w.goal:g}", [chip("failed", "unconfirmed")], "–", "–"])
                continue
            best = row["peers"].get(row["best"])
            fastest = f"{row['best']}, {milliseconds(best['median_s'])}" if best else "–"
            lines.append([w.title, milliseconds(row["ours"]["median_s"]), fastest, f"{row['ratio']:.2f}" if best else "–", f"{w.goal:g}",
                          [standing(w, row)], error(row["ours"]["error"]), error(best["error"]) if best else "–"])
            left = [nodes.paragraph("", f"Left out: {name}: {why}.") for name, why in row["skipped"].items()]
            more += details(html.escape(w.title), paragraph(text(f"{w.does[0].upper()}{w.does[1:]}. Error: {w.error}. Ours must stay below "
                                                                 f"{error(w.bound)}; a peer above {error(w.counts)} has no rank.")),
                            contestants(w, row), *left)
        head = ["workload", "ours, ms", "best peer, ms", "ratio", "goal", "outcome", "error, ours", "error, best peer"]
        return [table(head, lines), *more]

    def missed(self, record):
        found = [(w, row) for w, row in self.rows(record) if "failed" in row or goal_met(w, row) is False]
        if not found:
            return [paragraph(text("No goal is missed."))]
        return [bullets([[paragraph(strong(w.title), text(": "), text(
            row["failed"] if "failed" in row else f"{row['ratio']:.2f} instead of {w.goal:g}. {w.missed}".strip()))] for w, row in found])]

    def growth(self, record):
        lines = []
        for g in GROWTHS:
            row = record["growths"].get(g.name)
            if row is None or "failed" in row:
                lines.append([g.title, g.parameter, "–", "–", "–", g.theory, row["failed"] if row else "not measured"])
                continue
            span = f"{g.values[0]}\u00a0to\u00a0{g.values[-1]}"
            took = f"{milliseconds(row['median_s'][0])}\u00a0to\u00a0{milliseconds(row['median_s'][-1])}"
            sign = "×\u00a0" if g.geometric else ""
            lines.append([g.title, f"{g.parameter} = {span}", took, f"{sign}{row['slope']:.2f}", f"{sign}{row['theory']:.2f}",
                          g.theory, g.note])
        return [table(["what", "parameter", "ms", "measured", "theory", "cost in theory", "remark"], lines)]

    def machine(self, record):
        m = record["machine"]
        loads = [row["load"] for group in ("workloads", "growths") for row in record[group].values() if row.get("load") is not None]
        load = f"; load average while measuring {min(loads):.1f} to {max(loads):.1f}" if loads else ""
        return [paragraph(text(f"{m['processor']}, {m['cores']} cores, {m['memory_gib']} GiB, {m['system']}, Python {m['python']}, "
                               f"device {m['device']}, {m['date']}{load}. {record['rounds']} rounds. "),
                          text(", ".join(f"{k} {v}" for k, v in record["versions"].items()) + "."))]

    def skipped(self, record):
        found = {}
        for w, row in self.rows(record):
            for name, why in row.get("skipped", {}).items():
                found.setdefault((name, why), []).append(w.title)
        if not found:
            return [paragraph(text("Every peer took part."))]
        lines = [[name, why, "; ".join(titles)] for (name, why), titles in found.items()]
        limits = f"A peer whose stopping rule is another one gets at most {MOST} iterations, geomloss at most {GEOMLOSS}."
        return [paragraph(text(limits)), table(["library", "reason", "workloads"], lines)]


def setup(app):
    app.add_directive("measured", Measured)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
