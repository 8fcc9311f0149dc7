"""The prose of a result page, docs/results/<family>/<slug>.md, taken apart at its headings."""

import re

# In the order in which an author writes them, which is nearly that of the page.
PARTS = (
    "Symbols",
    "Figure",
    "Worked example",
    "When you may rely on it",
    "What to compute",
    "As published",
    "Compared",
    "Why it is true",
    "What this does not show",
    "What you may write",
    "Prerequisites",
    "Exercises",
    "Erratum",
)
DEMANDED = ("Why it is true", "What this does not show")
FREE = ("Erratum",)  # may stand anywhere
SHARP = "**Sharp.**"  # begins the paragraph that ends the proof


def prose(text: str) -> tuple[dict[str, tuple[int, list[str]]], list[tuple[int, str]]]:
    """Heading -> (number of its first line, lines), "" is the lead; and complaints, (number of the line, what is wrong)."""
    parts: dict[str, tuple[int, list[str]]] = {"": (1, [])}
    complaints, current, fenced = [], "", False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        heading = None if fenced else re.fullmatch(r"(#{1,2}) +(.*?) *", line)
        if not heading:
            parts[current][1].append(line)
            continue
        current = heading.group(2)
        if heading.group(1) == "#" or current not in PARTS:
            complaints.append((number, f"heading {line!r}; the parts are {', '.join(f'## {p}' for p in PARTS)}"))
        elif current in parts:
            complaints.append((number, f"a second part {current!r}"))
        parts[current] = (number + 1, [])
    order = [p for p in parts if p in PARTS and p not in FREE]
    if order != sorted(order, key=PARTS.index):
        complaints.append((1, f"the parts come in the order {', '.join(PARTS)}"))
    complaints += [(1, f"the part {name or 'before the first heading'!r} is missing or empty") for name in ("", *DEMANDED)
                   if not filled(parts, name)]
    return parts, complaints


def filled(parts, name: str) -> bool:
    """Whether a part is there and says something."""
    return any(line.strip() for line in parts.get(name, (0, []))[1])


def missing(text: str) -> list[str]:
    """The parts of a complete page that are not there; an erratum and a figure are not demanded."""
    found = prose(text)[0]
    return [name for name in PARTS if name not in (*FREE, "Figure") and not filled(found, name)] + [
        f"{SHARP} in `Why it is true`"] * all(not line.startswith(SHARP) for line in found.get("Why it is true", (0, []))[1])


def at_sharp(first: int, lines: list[str]) -> tuple[tuple[int, list[str]], tuple[int, list[str]]]:
    """A proof before and from the paragraph that says whether the result is sharp."""
    k = next((k for k, line in enumerate(lines) if line.startswith(SHARP)), len(lines))
    return (first, lines[:k]), (first + k, lines[k:])


def snippets(lines: list[str]) -> list[tuple[str, str]]:
    """(program, what it prints) of a part: each fenced block of Python with the fenced text that follows it, "" if none does."""
    blocks, language, body = [], None, []
    for line in lines:
        fence = re.fullmatch(r" *```(\w*) *", line)
        if fence and language is None:
            language, body = fence.group(1), []
        elif fence:
            blocks.append((language, "\n".join(body) + "\n"))
            language = None
        elif language is not None:
            body.append(line)
    out = []
    for k, (kind, body) in enumerate(blocks):
        if kind == "python":
            after = blocks[k + 1] if k + 1 < len(blocks) else ("", "")
            out.append((body, after[1] if after[0] == "text" else ""))
    return out
