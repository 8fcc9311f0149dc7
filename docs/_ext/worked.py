"""The worked example: inputs, both sides and what they are compared with, from the record."""

from docutils import nodes
from elements import inline_formula, joined, paragraph, section, strong, table, text
from library import number


def value(found) -> list[nodes.Node]:
    """A value as it is known: exactly, with its decimals where they say more, or rounded."""
    decimal = number(found["value"])
    if not found["exact"]:
        return [text(f"≈ {decimal}")]
    whole = found["exact"].lstrip("- ").isdigit()
    if isinstance(found["value"], str):                              # an infinity
        return [inline_formula(found["exact"])]
    exact_decimal = float(f"{found['value']:.4g}") == found["value"]
    return [inline_formula(found["exact"]), *([] if whole else [text(f" {'=' if exact_decimal else '≈'} {decimal}")])]


def numbers(page) -> list[nodes.Node]:
    """Two tables: the inputs, and what comes out."""
    example, theorem = page.record["example"], page.theorem
    main = next(c for c in theorem.conclusions if c.name == example["conclusion"])
    inputs = joined([inline_formula(f"{name} = {shown}")] for name, shown in example["shown"].items())
    sides = [["left side", [inline_formula(theorem.typeset(main.relation.lhs))], value(example["left"])],
             ["right side", [inline_formula(theorem.typeset(main.relation.rhs))], value(example["right"])]]
    beside = [[page.inline(x["name"]), [inline_formula(x["term"])], value(x)] for x in example["beside"]]
    floating = example["arithmetic"].startswith("float")
    kept = "; decimals are midpoints of enclosures." if floating else ": the fractions and roots are exact."
    return [
        *([paragraph(strong("Inputs. "), *inputs, text("."))] if inputs else []),
        table(["", "term", "value"], [*sides, *beside], ["stacked", "plain"], labels=True),
        paragraph(text(f"Computed by the model of this page in {example['arithmetic']}{kept}"), classes=["quiet"]),
    ]


def worked(page) -> list[nodes.Node]:
    """The section; nothing where neither prose nor record has an example."""
    prose = page.part("Worked example")
    found = numbers(page) if page.record and page.record.get("example") else []
    return [section("A worked example", "example", *prose, *found)] if prose or found else []
