"""A theorem in a model, compiled: one program per size that judges a batch, one that takes a step of the search."""
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import sympy as sp
from jax.flatten_util import ravel_pytree

from proofs_numeric.engine.judge import Judgement, Verdict, compare, judge
from proofs_numeric.engine.oracle import Oracle, Unanswered
from proofs_numeric.engine.programs import Program

# Compiling these large programs is most of a first run. XLA's older emitters take half to two thirds of the time of the newer ones.
COMPILED = {"xla_cpu_use_fusion_emitters": False}
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
        """Instances from stacked parameters."""
        return self._build(size, theta, self.knobs(*turned))[0]

    def judge(self, size, instances) -> dict[str, Judgement]:
        """Judge stacked instances, in compiled batches: NumPy arrays by clause name, in the order of the theorem."""
        instances = jax.tree.map(np.asarray, instances)
        count = len(jax.tree.leaves(instances)[0])
        parts = []
        for i in range(0, count, BATCH):
            part = jax.tree.map(lambda x: np.concatenate([x[i:i + BATCH], np.repeat(x[:1], BATCH - len(x[i:i + BATCH]), 0)]),
                                instances)
            parts.append(self._run(size, part))
        found = jax.tree.map(lambda *x: np.concatenate(x)[:count], *parts)
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
        found: list[dict[str, Judgement]] = [{} for _ in cases]
        batches: dict[Any, list[int]] = {}
        for k, case in enumerate(cases):
            if case.size is None:
                meaning = self.model.exact(case.instance)
                cache: dict = {}
                exact = {c.name: judge(c, meaning, cache) for c in self.theorem.clauses}
                found[k] = {name: Judgement(*(np.asarray(x).item() for x in j)) for name, j in exact.items()}
                continue
            leaves, tree = jax.tree.flatten(case.instance)
            forms = tuple((np.shape(x), np.asarray(x).dtype.name) for x in leaves)
            alone = k if max(map(np.size, leaves), default=0) > LARGE else None        # photographs
            batches.setdefault((case.size, tree, forms, alone), []).append(k)
        for (size, *_, alone), rows in batches.items():
            stacked = jax.tree.map(lambda *x: np.stack([*map(np.asarray, x)]), *[cases[k].instance for k in rows])
            judged = self._run(size, stacked) if alone is not None else self.judge(size, stacked)
            for row, k in enumerate(rows):
                found[k] = {c.name: Judgement(*(np.asarray(x)[row].item() for x in judged[c.name])) for c in self.theorem.clauses}
        return found

    def judge_case(self, case) -> dict[str, Judgement]:
        """Judge one case and its facts."""
        return self.judge_cases([case])[0] | self.judge_facts(case)

    def judge_facts(self, case) -> dict[str, Judgement]:
        """The facts of a case, as clauses `fact 1`, `fact 2`, ..."""
        if not case.facts:
            return {}
        if case.size is None:
            meaning = self.model.exact(case.instance)
            terms: dict = {}
            exact = [compare(fact, None, meaning, terms) for fact in case.facts]
            return {f"fact {k}": Judgement(*(np.asarray(x).item() for x in j)) for k, j in enumerate(exact, 1)}

        def judged(size, instance, oracle):
            meaning = self.model.meaning(size, instance, oracle)
            cache: dict = {}
            return [compare(fact, None, meaning, cache) for fact in case.facts]

        def pose(size, instances):
            return _posed(lambda instance, oracle: judged(size, instance, oracle), instances)

        def judge_facts(size, instances, answers):
            return jax.vmap(lambda instance, answers: judged(size, instance, Oracle(answers)))(instances, answers), None
        one = jax.tree.map(lambda x: np.asarray(x)[None], case.instance)
        name = f"facts {[*map(sp.srepr, case.facts)]} of {case.name}"
        judge = Program(judge_facts, name, self.key, QUICK)
        try:
            found, _ = judge(case.size, one, [])
        except Unanswered:
            found, _ = judge(case.size, one, _answered(*Program(pose, f"ask {name}", self.key, COMPILED)(case.size, one)))
        return {f"fact {k}": Judgement(*(np.asarray(x)[0].item() for x in j)) for k, j in enumerate(jax.device_get(found), 1)}

    # -- the adversary
    def _ascent_step(self, size, state, knobs, select, answers, template, i):
        _, unravel = ravel_pytree(template)
        x, m, v, best, top, broken = state

        def objective(x, chosen, answers):
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
        _, unravel = ravel_pytree(template)
        x = np.stack([np.concatenate([np.ravel(leaf[k]) for leaf in jax.tree.leaves(theta)]) for k in range(len(select))])
        unflatten = jax.jit(jax.vmap(unravel))
        state = (x, 0 * x, 0 * x, x + 0, np.full(len(x), -np.inf), np.zeros(len(x), int))
        for i in range(self.steps):
            answers = []
            if size in self._asking:
                answers = self._answers(size, self._build(size, unflatten(state[0]), knobs)[0], True)
            state, _ = self._step(size, state, knobs, select, answers, template, np.float64(i))
        best, broken = unflatten(state[3]), np.asarray(state[5])
        instances, _ = self._build(size, best, knobs)
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
