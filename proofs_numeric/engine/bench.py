"""A theorem in a model, compiled: one program per size that judges a batch, one that takes a step of the search."""
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.flatten_util import ravel_pytree

from proofs_numeric.engine.enclosure import rounding
from proofs_numeric.engine.judge import Judgement, Verdict, compare, judge
from proofs_numeric.engine.oracle import Oracle, Unanswered
from proofs_numeric.engine.programs import Program

# Compiling these large programs is most of a first run. XLA's older emitters take half to two thirds of the time of the newer ones,
# and optimising once, in one part, a quarter less again, for steps that are as fast.
COMPILED = {"xla_cpu_use_fusion_emitters": False, "xla_backend_optimization_level": 1, "xla_cpu_parallel_codegen_split_count": 1}
# Those that judge run for milliseconds only: compiling quickly matters, running quickly does not.
QUICK = COMPILED | {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}
LARGE = 4096                     # entries of an array; instances with a larger one are judged alone, not in a batch
BATCH = 64                       # instances per compiled call: one program serves samples, edges, cases and controls


class Found(NamedTuple):
    """The best instance that the search found for one conclusion."""

    theta: Any
    instance: Any
    judged: dict                 # clause -> Judgement
    legal: int                   # starts that ended where the untouched hypotheses hold
    starts: int
    broken: int                  # steps with a gradient that was not finite


def coarse(theta, digits: int, scale: int):
    """theta rounded to `digits` binary digits and scaled by 2**scale.

    This is what a search for a simple counterexample varies: every configuration has the same shapes, so nothing is
    compiled again.
    """
    return jax.tree.map(lambda x: np.round(np.asarray(x, float) * 2.0**digits) / 2.0**digits * 2.0**scale, theta)


def _posed(judged, instances):
    """(questions, solvers) of `judged(instance, oracle)` on stacked instances."""
    oracle = Oracle()

    def record(instance):
        oracle.solvers, oracle.questions = [], []
        judged(instance, oracle)
        return oracle.questions
    return jax.vmap(record)(instances), oracle.solvers


def _answered(questions, solvers):
    return [solver(*map(np.asarray, q)) for solver, q in zip(solvers, questions)]


def _in_batches(function, stacked):
    """The value of `function` on stacked pytrees, BATCH rows at a time: one shape, one compiled program. NumPy arrays."""
    stacked = jax.tree.map(np.asarray, stacked)
    count = len(jax.tree.leaves(stacked)[0])
    parts = []
    for start in range(0, count, BATCH):
        rows = np.minimum(np.arange(start, start + BATCH), count - 1)        # the last row fills the last batch
        parts.append(jax.device_get(function(jax.tree.map(lambda x, rows=rows: x[rows], stacked))))
    return jax.tree.map(lambda *x: np.concatenate(x)[:count], *parts)


def _stacked_vectors(theta):
    """(count, dimension): the parameters of every instance as one vector, in the order of `ravel_pytree`."""
    return np.concatenate([np.reshape(leaf, (len(leaf), -1)) for leaf in jax.tree.leaves(theta)], 1)


def _stacked_like(theta, x):
    """The inverse: vectors (count, dimension) as parameters of the shapes of `theta`."""
    leaves, tree = jax.tree.flatten(theta)
    ends = np.cumsum([np.prod(np.shape(leaf)[1:], dtype=int) for leaf in leaves])
    parts = np.split(np.asarray(x), ends[:-1], 1)
    return jax.tree.unflatten(tree, [np.reshape(part, np.shape(leaf)) for part, leaf in zip(parts, leaves)])


def _is_large(case):
    """Photographs: judged alone, not in a batch."""
    return max(map(np.size, jax.tree.leaves(case.instance)), default=0) > LARGE


def _row(judgement, row) -> Judgement:
    return Judgement(*(np.asarray(x)[row].item() for x in judgement))


def _grouped(cases, exactly, together):
    """What is found for each case: `exactly(case)` for rational ones, else `together(size, stacked instances, cases)` for
    all of one size and shape.
    """
    found: dict[int, dict[str, Judgement]] = {}
    groups: dict[Any, list[int]] = {}
    for k, case in enumerate(cases):
        if case.size is None:
            found[k] = {name: Judgement(*(np.asarray(x).item() for x in j)) for name, j in exactly(case).items()}
        else:
            leaves, tree = jax.tree.flatten(case.instance)
            forms = tuple((np.shape(x), np.asarray(x).dtype.name) for x in leaves)
            groups.setdefault((case.size, tree, forms, k if _is_large(case) else None), []).append(k)
    for (size, *_), rows in groups.items():
        stacked = jax.tree.map(lambda *x: np.stack([*map(np.asarray, x)]), *[cases[k].instance for k in rows])
        found |= zip(rows, together(size, stacked, [cases[k] for k in rows]))
    return [found[k] for k in range(len(cases))]


class Bench:
    """Judges batches of instances of `model` against every clause of `theorem`, and searches for violations.

    starts, steps, rate: of the gradient ascent (Adam with a cosine schedule).
    key: determines formulas and code, see `programs`; programs are kept on disk under it.
    """

    def __init__(self, theorem, model, starts=16, steps=300, rate=0.05, key=None):
        self.theorem, self.model, self.key = theorem, model, key
        self.starts, self.steps, self.rate = starts, steps, rate
        # Ascent is for inequalities with two varying sides; an identity that fails, fails almost everywhere.
        self.targets = tuple(c for c in theorem.conclusions if isinstance(c.relation, (sp.Le, sp.Lt, sp.Ge, sp.Gt))
                             and not (c.relation.lhs.is_Number or c.relation.rhs.is_Number))
        self._build = Program(self._build_batch, "build", key, QUICK)
        self._judge = Program(self._judge_batch, "judge", key, QUICK)
        self._questions = Program(self._ask, "ask", key, COMPILED)
        self._target_questions = Program(self._ask_targets, "ask about targets", key, COMPILED)
        self._step = Program(self._ascent_step, f"ascend {starts} {steps} {rate}", key, COMPILED)      # runs hundreds of times
        self._asking: set = set()                                # the sizes at which some clause asks the host

    # -- one instance, traced
    def _clauses(self, size, instance, oracle, clauses):
        meaning, out = self.model.meaning(size, instance, oracle), {}
        cache: dict = {}
        for c in clauses:
            try:
                out[c.name] = judge(c, meaning, cache)
            except Exception as error:
                error.add_note(f"in clause {c.name} of {self.theorem.tag} ({self.theorem.title}), size {size}")
                raise
        return out

    def _build_batch(self, size, theta, knobs):
        return jax.vmap(lambda one: self.model.build(size, one, knobs))(theta), None

    def _judge_batch(self, size, instances, answers):
        def one(instance, answers):
            return self._clauses(size, instance, Oracle(answers), self.theorem.clauses)
        return jax.vmap(one)(instances, answers), None

    def _ask(self, size, instances):
        return _posed(lambda instance, oracle: self._clauses(size, instance, oracle, self.theorem.clauses), instances)

    def _ask_targets(self, size, instances):
        return _posed(lambda instance, oracle: self._clauses(size, instance, oracle, self.targets), instances)

    def _answers(self, size, instances, targets_only=False):
        """The host's answers to what the clauses ask; [] until a compiled program turns out to ask anything."""
        if size not in self._asking:
            return []
        questions, solvers = (self._target_questions if targets_only else self._questions)(size, instances)
        return _answered(questions, solvers)

    # -- batches
    def knobs(self, *turned):
        """The knobs of `build`, those of the hypotheses `turned` at 1."""
        return {k: np.float64(k in turned) for k in self.model.knobs}

    def draw(self, size, seed, count=BATCH):
        """theta of `count` random instances, stacked."""
        rng = np.random.default_rng(seed)
        return jax.tree.map(lambda *x: np.stack(x), *[self.model.draw(size, rng) for _ in range(count)])

    def build(self, size, theta, *turned):
        """Instances from stacked parameters: NumPy arrays."""
        knobs = self.knobs(*turned)
        return _in_batches(lambda part: self._build(size, part, knobs)[0], theta)

    def judge(self, size, instances) -> dict[str, Judgement]:
        """Judge stacked instances, in compiled batches: NumPy arrays by clause name, in the order of the theorem."""
        found = _in_batches(lambda part: self._run(size, part), instances)
        return {c.name: found[c.name] for c in self.theorem.clauses}

    def _run(self, size, instances):
        try:
            found, _ = self._judge(size, instances, self._answers(size, instances))
        except Unanswered:
            self._asking.add(size)
            found, _ = self._judge(size, instances, self._answers(size, instances))
        return jax.device_get(found)

    def judge_cases(self, cases) -> list[dict[str, Judgement]]:
        """Judge cases, each in its own arithmetic and those of one size together: by clause name."""
        def exactly(case):
            meaning, terms = self.model.exact(case.instance), dict[Any, Any]()
            return {c.name: judge(c, meaning, terms) for c in self.theorem.clauses}

        def together(size, stacked, cases):
            sampled = size in self.model.sizes and not _is_large(cases[0])       # then a program for full batches is there
            judged = self.judge(size, stacked) if sampled else self._run(size, stacked)
            return [{c.name: _row(judged[c.name], row) for c in self.theorem.clauses} for row in range(len(cases))]
        return _grouped(cases, exactly, together)

    def judge_facts(self, cases) -> list[dict[str, Judgement]]:
        """The facts of each case, as clauses `fact 1`, `fact 2`, ...; those of one size in one program."""
        def named(judgements):
            return {f"fact {k}": j for k, j in enumerate(judgements, 1)}

        def exactly(case):
            meaning, terms = self.model.exact(case.instance) if case.facts else {}, dict[Any, Any]()
            return named(compare(fact, None, meaning, terms) for fact in case.facts)

        def together(size, stacked, cases):
            facts = list(dict.fromkeys(fact for case in cases for fact in case.facts))
            judged = dict(zip(facts, self._judge_relations(facts, size, stacked)))
            return [named(_row(judged[fact], row) for fact in case.facts) for row, case in enumerate(cases)]
        return _grouped(cases, exactly, together)

    def _judge_relations(self, relations, size, stacked):
        """Relations that are no clauses, each on every one of the stacked instances."""
        if not relations:
            return []

        def compared(instance, oracle):
            meaning, terms = self.model.meaning(size, instance, oracle), dict[Any, Any]()
            return [compare(relation, None, meaning, terms) for relation in relations]

        def pose(size, instances):
            return _posed(compared, instances)

        def judged(size, instances, answers):
            return jax.vmap(lambda instance, answers: compared(instance, Oracle(answers)))(instances, answers), None
        name = f"relations {[*map(sp.srepr, relations)]}"
        program = Program(judged, name, self.key, QUICK)
        try:
            found, _ = program(size, stacked, [])
        except Unanswered:
            found, _ = program(size, stacked, _answered(*Program(pose, f"ask {name}", self.key, COMPILED)(size, stacked)))
        return jax.device_get(found)

    def judge_case(self, case) -> dict[str, Judgement]:
        """Judge one case and its facts."""
        return self.judge_cases([case])[0] | self.judge_facts([case])[0]

    # -- the adversary
    def _ascent_step(self, size, state, knobs, select, answers, template, i):
        _, unravel = ravel_pytree(template)
        x, m, v, best, top, broken = state

        def objective(x, chosen, answers):
            with rounding(self.model.approximate):
                found = self._clauses(size, self.model.build(size, unravel(x), knobs), Oracle(answers), self.targets)
            scores = jnp.stack([found[c.name].score for c in self.targets])
            return jnp.where(chosen, jnp.where(jnp.isfinite(scores), scores, -1e3), 0.0).sum()
        s, g = jax.vmap(jax.value_and_grad(objective))(x, select, answers)
        fine = jnp.isfinite(g)
        g = jnp.where(fine, g, 0.0)
        better = s > top
        best, top = jnp.where(better[:, None], x, best), jnp.where(better, s, top)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        rate = self.rate * 0.5 * (1 + jnp.cos(jnp.pi * i / self.steps))
        x = x + rate * m / (1 - 0.9 ** (i + 1)) / (jnp.sqrt(v / (1 - 0.99 ** (i + 1))) + 1e-12)
        return (x, m, v, best, top, broken + ~fine.all(1)), None

    def attack(self, size, seed, *turned) -> dict[str, Found]:
        """Ascend on the score of every inequality from random starts.

        Per conclusion, the best instance whose untouched hypotheses hold: otherwise an ascent would drive a constant to
        0 and win.
        """
        names = [c.name for c in self.targets]
        if not names:
            return {}
        theta, knobs = self.draw(size, seed, self.starts * len(names)), self.knobs(*turned)
        select = np.repeat(np.eye(len(names), dtype=bool), self.starts, 0)
        template = jax.tree.map(lambda x: x[0], theta)
        x = _stacked_vectors(theta)
        state = (x, 0 * x, 0 * x, x + 0, np.full(len(x), -np.inf), np.zeros(len(x), int))
        for i in range(self.steps):
            answers = []
            if size in self._asking:
                answers = self._answers(size, self.build(size, _stacked_like(theta, state[0]), *turned), True)
            state, _ = self._step(size, state, knobs, select, answers, template, np.float64(i))
        best, broken = _stacked_like(theta, state[3]), np.asarray(state[5])
        instances = self.build(size, best, *turned)
        found = self.judge(size, instances)
        legal = np.all([np.ones(len(x), bool)] + [found[h.name].verdict == Verdict.HOLDS for h in self.theorem.hypotheses
                                                  if h.name not in turned], axis=0)
        out = {}
        for k, name in enumerate(names):
            rows = slice(k * self.starts, (k + 1) * self.starts)
            row = k * self.starts + int(np.where(legal[rows], found[name].score[rows], -np.inf).argmax())

            def pick(tree, row=row):
                return jax.tree.map(lambda x: np.asarray(x)[row], tree)
            out[name] = Found(pick(best), pick(instances), pick(found), int(legal[rows].sum()), self.starts, int(broken[rows].sum()))
        return out
