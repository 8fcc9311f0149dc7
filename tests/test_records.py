"""Records: their form, what is noticed when they are edited, and what makes them stale."""
import json
import shutil
from fractions import Fraction

import flint
import jax.numpy as jnp
import numpy as np
import pytest
import toy

from proofs_numeric.engine import compact, reach, second
from proofs_numeric.engine import record as rec
from proofs_numeric.engine.bench import Bench
from proofs_numeric.engine.judge import Verdict
from proofs_numeric.engine.model import Arithmetic, Case
from proofs_numeric.engine.sources import ROOT, code_of
from proofs_numeric.engine.verify import verify
from theorems.language import catalogue


# -- the form
@pytest.fixture(scope="module")
def verified():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rec, "fingerprint", lambda theorem, slug: "f" * 16)             # the toy lies outside proofs_numeric/
        edge = Case("both are 1", toy.Size(1), dict(x=1.0, y=1.0, c=np.float64(1)), about="equal numbers")
        return verify(Bench(toy.theorem(), toy.model(edges=(edge,))), "toy")


@pytest.fixture
def kept(verified, tmp_path, monkeypatch):
    monkeypatch.setattr(rec, "path", lambda slug: tmp_path / f"{slug}.json")
    monkeypatch.setattr(rec, "ROOT", tmp_path)
    rec.path("toy").write_text(rec.dumps(verified))
    return rec.path("toy")


def test_what_is_read_is_what_was_verified(kept, verified):
    assert rec.read("toy") == verified


def test_a_record_has_one_line_a_case_a_sample_and_a_place(kept, verified):
    lines = [line.rstrip(",") for line in kept.read_text().splitlines()]
    cases = [case for section in compact.CASES for case in verified[section]]
    assert cases and all(sum(f'"name": "{c["name"]}"' in line for line in lines) == 1 for c in cases if c["name"])
    for name in verified["samples"]:
        assert sum(line.startswith(f'"{name}": {{"count"') for line in lines) == 1
    places = sum(len(p) for p in verified["power"].values())
    assert sum(line.startswith('{"path"') for line in lines) == places > 0
    assert json.loads(kept.read_text())["digest"] == verified["digest"] and len(lines) < 100


def test_a_change_of_one_case_changes_its_line_and_the_digest(kept, verified):
    before = kept.read_text().splitlines()
    changed = json.loads(json.dumps(verified))
    case = changed["controls"][0]
    next(iter(case["clauses"].values()))["verdict"] = "UNDECIDED"
    changed["digest"] = rec.digest(changed)
    after = rec.dumps(changed).splitlines()
    differ = [a for a, b in zip(before, after) if a != b]
    assert len(after) == len(before) and len(differ) == 2 and differ[1].startswith('"digest"')


def test_a_hypothesis_that_holds_on_a_named_instance_is_recorded_as_that(verified):
    values = [v for section in compact.CASES for c in verified[section] for name, v in c["clauses"].items() if name == "positive"]
    assert {v["verdict"] for v in values} == {"HOLDS", "REFUTED"} and all((v["lhs"] is None) == (v["verdict"] == "HOLDS") for v in values)


def test_only_the_strips_of_conclusions_with_two_varying_sides_are_kept(verified):
    drawn = {c.name for c in toy.theorem().conclusions if rec.drawn(c)}
    assert drawn and {name for name, s in verified["samples"].items() if s["strip"]} == drawn < set(verified["samples"])


@pytest.mark.parametrize("x, shown", [(1.0, 1.0), (1.01e-6, 1.1e-6), (9.99e-15, 1e-14), (0.0, 0.0), (5e-324, 5e-324), (3.8e-121, 3.8e-121),
                                      (np.inf, np.inf), (1.0000000000000002, 1.1), (np.float64(2.21e300), 2.3e300)])
def test_a_width_is_rounded_upwards(x, shown):
    assert rec.upwards(x) == shown >= x


def test_records_are_plain_json():
    value = rec.plain({"a": (jnp.float64(1.23456789), float("inf")), "b": float("nan"), "c": True})
    assert json.loads(json.dumps(value, allow_nan=False)) == {"a": [1.23457, "inf"], "b": "nan", "c": True}


# -- edits
@pytest.mark.parametrize("old, new", [('"HOLDS"', '"EQUAL"'), ('"seed": 0', '"seed": 1'), ('"holds": ', '"holds": 1'),
                                      ('"strips": {', '"strips": {"more": [0.1],'), ('"schema": 3', '"schema": 3, "more": 1')])
def test_an_edited_record_is_refused(kept, old, new):
    assert old in kept.read_text()
    kept.write_text(kept.read_text().replace(old, new, 1))
    with pytest.raises(rec.RecordError, match=r"toy.json was edited"):
        rec.read("toy")


def test_a_record_of_another_schema_is_not_read(kept):
    kept.write_text(kept.read_text().replace('"schema": 3', '"schema": 2'))
    with pytest.raises(rec.RecordError, match=r"toy.json has schema 2, this version reads schema 3.*pytest --record -k toy"):
        rec.read("toy")


def test_a_missing_record_is_named(kept):
    with pytest.raises(rec.RecordError, match=r"other.json is missing: run `pytest --record -k other`"):
        rec.read("other")


# -- what makes a record stale
FILES = {
    "proofs_numeric/__init__.py": "",
    "proofs_numeric/engine/__init__.py": "",
    "proofs_numeric/engine/verify.py": "from proofs_numeric.engine.model import Model\ndef unused(): return 1\n",
    "proofs_numeric/engine/model.py": "class Model: pass\n",
    "proofs_numeric/worlds/__init__.py": "",
    "proofs_numeric/worlds/world.py": '"""Words."""\nclass Words:\n    def known(self, name):\n        return getattr(self, name)\n',
    "proofs_numeric/worlds/plane.py": """
from proofs_numeric.mathematics import tools
from proofs_numeric.worlds.world import Words

class Floating(Words):
    values = ("x",)
    def __init__(self, x):
        self.x = x
    def Distance(self, x, y):
        return tools.shared(x - y) + self.side
    def Mass(self, x):
        return tools.weigh(x) + self.helper(x)
    def Angle(self, x):
        return self.Distance(x, x)
    @property
    def side(self):
        return 0
    def helper(self, x):
        return 2 * x

def space():
    return Floating(1)
""",
    "proofs_numeric/mathematics/__init__.py": "from .bounds import FIRST as START, LAST\n",
    "proofs_numeric/mathematics/bounds.py": "with np.errstate():\n    FIRST, LAST = 0, 1\n    NEXT = 2\n",
    "proofs_numeric/mathematics/tools.py": """
import numpy as np
from proofs_numeric.mathematics.deep import below

LIMIT = 3
OTHER = 4

def shared(x):  # why
    return min(below(x), LIMIT)

def weigh(x):
    return 5 * x

shared.note = OTHER
weigh.note = 7

@shared.rule
def _slope(x):
    return 11

@weigh.rule
def _other_slope(x):
    return 12
""",
    "proofs_numeric/mathematics/deep.py": """
from math import sqrt as root

def below(x):
    return deeper(root(x))

def deeper(x):
    import proofs_numeric.mathematics as here
    return x + here.START

def aside(x):
    return x
""",
    "proofs_numeric/mathematics/apart.py": "X = 1\n",
    "proofs_numeric/family/__init__.py": "",
    "proofs_numeric/family/model.py": "from proofs_numeric.worlds.plane import space\n\nMODEL = space()\n\ndef spare():\n    return 1\n",
}
TOOLS, DEEP, BOUNDS = (f"proofs_numeric/mathematics/{x}.py" for x in ("tools", "deep", "bounds"))
MODEL, PLANE, WORLD, ENGINE = (f"proofs_numeric/{x}.py" for x in ("family/model", "worlds/plane", "worlds/world", "engine/verify"))


@pytest.fixture
def project(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def counted(root, formulas="Le(Distance(x, y), 1)"):
    return reach.code(root / MODEL, formulas, root)


def edit(root, path, old, new):
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("path, old, new", [
    pytest.param(TOOLS, "min(below", "max(below", id="a function that is reached"),
    pytest.param(DEEP, "return deeper(root", "return -deeper(root", id="its helper"),
    pytest.param(DEEP, "return x + here", "return x - here", id="the helper of its helper"),
    pytest.param(TOOLS, "LIMIT = 3", "LIMIT = 2", id="a constant that is reached"),
    pytest.param(TOOLS, "OTHER = 4", "OTHER = 5", id="what is written on a function that is reached"),
    pytest.param(TOOLS, "return 11", "return 13", id="a rule of a function that is reached"),
    pytest.param(DEEP, "from math", "from cmath", id="where a name of another library comes from"),
    pytest.param(BOUNDS, "0, 1", "1, 1", id="what a package hands on, asked for inside a function"),
    pytest.param(TOOLS, "LIMIT = 3", "LIMIT = 3\nLIMIT += 1", id="a second assignment"),
    pytest.param(TOOLS, "LIMIT = 3", "LIMIT = 3\nif LIMIT: shared = None", id="a statement that is no definition"),
    pytest.param(TOOLS, "LIMIT = 3", "LIMIT = 3\nnp.seterr(all='raise')", id="a call"),
    pytest.param(TOOLS, "mathematics.deep import below", "mathematics.apart import X as below", id="where a name comes from"),
    pytest.param(PLANE, "shared(x - y)", "shared(y - x)", id="a word that the formulas mention"),
    pytest.param(PLANE, "return 0", "return 1", id="a property that it uses"),
    pytest.param(PLANE, "self.x = x", "self.x = -x", id="how it is made"),
    pytest.param(PLANE, "class Floating(Words)", "class Floating", id="a base"),
    pytest.param(MODEL, "MODEL = space()", "MODEL = space()\nMODEL.sizes = 2", id="the model"),
    pytest.param(WORLD, "return getattr", "return 1 or getattr", id="the machinery of worlds"),
    pytest.param(ENGINE, "return 1", "return 2", id="the engine, reached or not"),
])
def test_a_change_of_what_is_reached_counts(project, path, old, new):
    before = counted(project)
    edit(project, path, old, new)
    assert counted(project) != before


@pytest.mark.parametrize("path, old, new", [
    pytest.param(TOOLS, "LIMIT = 3", "def spare(x):\n    return x\n\nLIMIT = 3", id="one more function"),
    pytest.param(TOOLS, "LIMIT = 3", "SPARE = 9\nLIMIT = 3", id="one more constant"),
    pytest.param(TOOLS, "return 5", "return 6", id="a function that is not reached"),
    pytest.param(TOOLS, "return 12", "return 13", id="a rule of it"),
    pytest.param(BOUNDS, "NEXT = 2", "NEXT = 3", id="in the block of another part"),
    pytest.param(TOOLS, "weigh.note = 7", "weigh.note = 8", id="what is written on it"),
    pytest.param(DEEP, "def aside(x):\n    return x", "def aside(x):\n    return -x", id="in a module of which another part is reached"),
    pytest.param(TOOLS, "  # why", "  # because", id="a comment"),
    pytest.param(TOOLS, "def weigh(x):", "\n\n\ndef weigh( x ):", id="layout"),
    pytest.param(DEEP, "def deeper(x):", 'def deeper(x):\n    """As deep as it goes."""', id="a docstring"),
    pytest.param(WORLD, '"""Words."""', '"""What words are."""', id="another docstring"),
    pytest.param(PLANE, "self.helper(x)", "self.helper(-x)", id="a word that the formulas do not mention"),
    pytest.param(PLANE, "return 2 * x", "return 3 * x", id="the helper of such a word"),
    pytest.param(PLANE, "    def Angle", "    def Volume(self, x): return self.more(x)\n    def more(self, x): return x\n    def Angle",
                 id="one more word with its helper"),
    pytest.param(MODEL, "return 1", "return 2", id="what the model does not use"),
    pytest.param("proofs_numeric/mathematics/apart.py", "X = 1", "X = 2", id="another module"),
])
def test_a_change_of_what_is_not_reached_does_not_count(project, path, old, new):
    before = counted(project)
    edit(project, path, old, new)
    assert counted(project) == before


@pytest.mark.parametrize("used", ["self.Distance(x, x)", 'self.known["Distance"](x, x)'])
def test_a_word_of_another_word_counts(project, used):
    edit(project, PLANE, "self.Distance(x, x)", used)
    before = counted(project, "Le(Angle(x), 1)")
    edit(project, PLANE, "shared(x - y)", "shared(y - x)")
    assert counted(project, "Le(Angle(x), 1)") != before


@pytest.mark.parametrize("path, old, new", [
    pytest.param(PLANE, "tools.shared(x - y)", "getattr(tools, 'sha' + 'red')(x - y)", id="a module is passed around"),
    pytest.param(PLANE, "from proofs_numeric.mathematics import tools", "import proofs_numeric.mathematics.tools\n"
                 "tools = proofs_numeric.mathematics.tools", id="a module under its whole name"),
    pytest.param(PLANE, "from proofs_numeric.mathematics import tools", "from proofs_numeric.mathematics import tools\n"
                 "from proofs_numeric.mathematics.tools import *", id="a star"),
    pytest.param(TOOLS, "min(below", "globals()['weigh'](below", id="a module looks into itself"),
])
def test_a_module_that_is_looked_into_counts_as_a_whole(project, path, old, new):
    edit(project, path, old, new)
    before = counted(project)
    edit(project, TOOLS, "return 5", "return 6")
    assert counted(project) != before


@pytest.mark.parametrize("old, new", [("return 0", "return getattr(self, self.name)"), ("return 0", "return vars(self)"),
                                      ("class Floating(Words)", "class Floating(np.ndarray)"),
                                      ("class Floating(Words)", "@np.vectorize\nclass Floating(Words)")])
def test_all_members_count_where_they_may_be_looked_up_or_called_from_elsewhere(project, old, new):
    edit(project, PLANE, old, new)
    before = counted(project)
    edit(project, PLANE, "self.helper(x)", "self.helper(-x)")
    assert counted(project) != before


def test_a_module_imported_by_a_computed_name_is_refused(project):
    edit(project, TOOLS, "min(below", "importlib.import_module(x).f(below")
    with pytest.raises(ValueError, match=r"mathematics.tools imports a module by a computed name"):
        counted(project)


def test_a_file_without_a_model_is_named(project):
    edit(project, MODEL, "MODEL =", "THE_MODEL =")
    with pytest.raises(ValueError, match=r"proofs_numeric/family/model.py does not define MODEL"):
        counted(project)


def test_a_shared_module_of_this_project_grows_without_making_a_record_stale(tmp_path):
    for name in ("proofs_numeric", "theorems"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("records", "__pycache__"))

    def now(slug="parallel_lines"):
        return rec.fingerprint(catalogue.load(slug), slug, tmp_path)
    before = now()
    assert before == rec.fingerprint(catalogue.load("parallel_lines"), "parallel_lines")
    for path in ("mathematics/transport.py", "mathematics/divergences.py"):
        file = tmp_path / "proofs_numeric" / path
        file.write_text(file.read_text() + "\n\ndef one_more(x):\n    return x\n")
    assert now() == before
    edit(tmp_path, "proofs_numeric/mathematics/divergences.py", "\n    return ", "\n    return 1 * ")
    assert now() != before


@pytest.mark.parametrize("attribute", ["tex", "meaning"])
def test_how_an_operator_is_printed_counts(attribute, monkeypatch):
    theorem = catalogue.load("parallel_lines")
    before = rec.fingerprint(theorem, "parallel_lines")
    operator = theorem.vocabulary()[0]
    monkeypatch.setattr(operator, attribute, getattr(operator, attribute) + "!")
    assert rec.fingerprint(theorem, "parallel_lines") != before


def test_a_record_of_other_formulas_or_code_is_stale():
    slug = "parallel_lines"
    theorem = catalogue.load(slug)
    assert f"the record of {slug} is stale" in rec.stale({"fingerprint": "f" * 16}, theorem, slug)
    assert rec.stale({"fingerprint": rec.fingerprint(theorem, slug)}, theorem, slug) is None


def test_whole_files_are_followed_through_their_imports(project):
    assert {TOOLS, DEEP} <= set(code_of(project / PLANE, project)) and "proofs_numeric/mathematics/apart.py" not in code_of(
        project / PLANE, project)


# -- the second opinion
@pytest.mark.parametrize("fails", [False, True])
def test_the_precision_that_a_second_opinion_sets_is_put_back(fails):
    usual, seen = flint.ctx.prec, []

    def extended(size, instance):
        flint.ctx.prec = 10 * usual
        if fails:
            raise ArithmeticError
        return dict({k: Fraction(float(v)) for k, v in instance.items()}, Length=lambda v: seen.append(flint.ctx.prec) or abs(v))
    bench = Bench(toy.theorem(), toy.model(extended=extended))
    instances = bench.build(toy.Size(1), bench.draw(toy.Size(1), 0))
    found = bench.judge(toy.Size(1), instances)
    opened = {name: j._replace(verdict=np.full_like(j.verdict, Verdict.UNDECIDED)) for name, j in found.items()}
    use = {c.name: np.ones(len(opened[c.name].verdict), bool) for c in bench.theorem.conclusions}
    second.settled(bench, toy.Size(1), instances, opened, use)
    assert flint.ctx.prec == usual and set(seen) == (set() if fails else {10 * usual})


@pytest.mark.parametrize("before", [20, 53, 1000])
def test_a_verdict_by_balls_does_not_depend_on_the_precision_that_was_in_force(before):
    """The equality holds to forty digits, which balls of 53 binary digits do not show."""
    usual = flint.ctx.prec
    bench = Bench(toy.theorem(), toy.model(exact=lambda i: dict(**i, Length=lambda v: flint.arb(2).sqrt() * abs(v))))
    case = Case("in balls", None, dict(x=1, y=2, c=1), arithmetic=Arithmetic.EXTENDED)
    try:
        flint.ctx.prec = before
        assert bench.judge_case(case)["same"].verdict == Verdict.HOLDS
    finally:
        flint.ctx.prec = usual
