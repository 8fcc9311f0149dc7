"""A theorem in a model, compiled: draws, builds and judges batches of instances."""
import functools
from dataclasses import replace
from typing import Any

import flint
import jax
import numpy as np
import sympy as sp

from proofs_numeric.engine import ascent, power
from proofs_numeric.engine.batches import BATCH, answered, grouped, in_batches, is_large, posed, row_of
from proofs_numeric.engine.batches import coarse as coarse
from proofs_numeric.engine.judge import Judgement, compare, judge, judge_ranges
from proofs_numeric.engine.model import Arithmetic
from proofs_numeric.engine.oracle import Oracle, Unanswered
from proofs_numeric.engine.programs import COMPILED, QUICK, Program

PRECISION = 200                  # binary digits of balls, where a model does not ask for more


class Bench:
    """Judges batches of instances of `model` against every clause of `theorem`, and searches for violations.

    starts, steps, rate: of the gradient ascent, see `ascent`.
    weighing: whether constants are scaled as well, see `power`; a deliberate mistake needs no power.
    key: determines formulas and code, see `programs`; programs are kept on disk under it.
    """

    def __init__(self, theorem, model, starts=16, steps=300, rate=0.05, key=None, weighing=True):
        self.places = power.places_of(theorem) if weighing else ()
        self.untried: set[int] = set()                           # places of which the power cannot be tried
        self.theorem, self.model, self.key = theorem, model, key
        # The sizes at which constants are weighed: of random and of named instances, but not of photographs, compiled for one case.
        named = (*model.edges, *model.anchors, *model.extremals, *(c.case for c in model.controls if c.case is not None))
        self.weighed = {*model.sizes, *(case.size for case in named if case.size is not None)}
        self.starts, self.steps, self.rate = starts, steps, rate
        # Ascent is for inequalities with two varying sides; an identity that fails, fails almost everywhere.
        self.targets = tuple(c for c in theorem.conclusions if isinstance(c.relation, (sp.Le, sp.Lt, sp.Ge, sp.Gt))
                             and not (c.relation.lhs.is_Number or c.relation.rhs.is_Number))
        self._build = Program(self._build_batch, "build", key, QUICK)
        # Programs for the sizes of samples and their second opinions, and for those of named instances.
        self._often = {*model.sizes, *map(model.refined or (lambda size: size), model.sizes)}
        self._judge, self._judge_named = (Program(self._judge_batch, "judge and weigh" if weighing else "judge", key, QUICK, again)
                                          for again in (True, False))
        self._questions = Program(self._ask, "ask", key, COMPILED)
        self._step = Program(functools.partial(ascent.steps, self), f"ascend {starts} {steps} {rate}", key, COMPILED)
        self._target_questions = Program(self._ask_targets, "ask about targets", key, COMPILED)
        self._free: dict[str, Program] = {}
        self._built: dict[Any, Any] = {}                         # size -> what `build` gives, for its shapes and types
        self._exact: dict[str, tuple[Any, dict]] = {}            # name -> (case without size, its terms)
        self.asking: set = set()                                 # the sizes at which some clause asks the host

    # -- one instance, traced
    def judged(self, size, instance, oracle, clauses):
        """Clause -> Judgement of one instance; traced."""
        return self._evaluated(clauses, size, self.model.meaning(size, instance, oracle), {})

    def _evaluated(self, clauses, size, meaning, cache, ranges=False):
        out = {}
        for c in clauses:
            try:
                out[c.name] = judge_ranges(c, meaning, cache) if ranges else judge(c, meaning, cache)
            except Exception as error:
                error.add_note(f"in clause {c.name} of {self.theorem.tag} ({self.theorem.title}), size {size}")
                raise
        return out

    def _build_batch(self, size, theta, knobs):
        return jax.vmap(lambda one: self.model.build(size, one, knobs))(theta), None

    def _judge_batch(self, size, instances, answers):
        places = self.places if size in self.weighed else ()
        untried: set[int] = set()

        def one(instance, answers):
            oracle, cache = Oracle(answers), dict[Any, Any]()
            meaning = self.model.meaning(size, instance, oracle)
            found, ranges = self._evaluated(self.theorem.hypotheses, size, meaning, cache, bool(places)), {}
            if places:
                found, ranges = {n: j for n, (j, _) in found.items()}, {n: parts for n, (_, parts) in found.items() if parts}
            found |= self._evaluated(self.theorem.conclusions, size, meaning, cache)
            scores, missed = power.scores(places, meaning, cache, oracle)
            untried.update(missed)
            return found, scores, ranges
        return jax.vmap(one)(instances, answers), tuple(sorted(untried))

    def _ask(self, size, instances):
        return posed(lambda instance, oracle: self.judged(size, instance, oracle, self.theorem.clauses), instances)

    def _ask_targets(self, size, instances):
        return posed(lambda instance, oracle: self.judged(size, instance, oracle, self.targets), instances)

    def answers(self, size, instances, targets_only=False):
        """The host's answers to what the clauses ask; [] until a compiled program turns out to ask anything."""
        if size not in self.asking:
            return []
        return answered(*(self._target_questions if targets_only else self._questions)(size, instances))

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
        return in_batches(lambda part: self._build(size, part, knobs)[0], theta)

    def draw_free(self, family, seed, count=BATCH):
        """theta of `count` random instances of a free family, stacked."""
        rng, size = np.random.default_rng(seed), self.size_of(family)
        return jax.tree.map(lambda *x: np.stack(x), *[family.draw(size, rng) for _ in range(count)])

    def build_free(self, family, theta):
        """Instances of a free family from stacked parameters: NumPy arrays."""
        def build(size, theta):
            return jax.vmap(lambda one: family.build(size, one))(theta), None
        program = self._free.setdefault(family.name, Program(build, f"build the free family {family.name}", self.key, QUICK))
        return in_batches(lambda part: program(self.size_of(family), part)[0], theta)

    def size_of(self, family):
        """The size of the instances of a free family."""
        return self.model.sizes[0] if family.size is None else family.size

    def judge(self, size, instances) -> dict[str, Judgement]:
        """Judge stacked instances, in compiled batches: NumPy arrays by clause name, in the order of the theorem."""
        return self.weigh(size, instances)[0]

    def weigh(self, size, instances) -> tuple[dict[str, Judgement], np.ndarray]:
        """(judgements, scores (count, places, factors) with one place scaled)."""
        return self.judge_all(size, instances)[:2]

    def judge_all(self, size, instances):
        """(judgements, scores with one place scaled, {hypothesis: {what its range is left without: verdicts}})."""
        if size in self.model.sizes:
            instances = self._as_built(size, instances)
        found, scores, ranges = in_batches(lambda part: self._run(size, part), instances)
        return {c.name: found[c.name] for c in self.theorem.clauses}, scores, ranges

    def _run(self, size, instances):
        program = self._judge if size in self._often else self._judge_named
        try:
            found, untried = program(size, instances, self.answers(size, instances))
        except Unanswered:
            self.asking.add(size)
            found, untried = program(size, instances, self.answers(size, instances))
        self.untried.update(untried)
        return jax.tree.map(np.asarray, found)

    def judge_cases(self, cases) -> list[dict[str, Judgement]]:
        """Judge cases, each in its own arithmetic and those of one size together: by clause name."""
        def exactly(case):
            meaning, terms = self.exact(case)
            return {c.name: judge(c, meaning, terms) for c in self.theorem.clauses}

        def together(size, stacked, cases):
            sampled = size in self.weighed and not is_large(cases[0])           # then a program for full batches is there
            judged = self.judge(size, stacked) if sampled else self._run(size, stacked)[0]
            return [{c.name: row_of(judged[c.name], row) for c in self.theorem.clauses} for row in range(len(cases))]
        return grouped([self.conformed(c) for c in cases], exactly, together)

    def conformed(self, case):
        """The case with numbers of the types that `build` gives, where its size is one of the model's."""
        if case.size not in self.model.sizes:
            return case
        stacked = self._as_built(case.size, jax.tree.map(lambda x: np.asarray(x)[None], case.instance))
        return replace(case, instance=jax.tree.map(lambda x: x[0], stacked))

    def _as_built(self, size, instances):
        """Stacked instances with numbers of the types that `build` gives, where only types differ: one program serves all."""
        if size not in self._built:
            self._built[size] = self.build(size, self.draw(size, 0, 1))
        forms, tree = jax.tree.flatten(self._built[size])
        leaves, own = jax.tree.flatten(jax.tree.map(np.asarray, instances))
        if str(tree) != str(own) or any(x.shape[1:] != form.shape[1:] for x, form in zip(leaves, forms)):
            return instances
        if any(np.iscomplexobj(x) and not np.issubdtype(form.dtype, np.complexfloating) for x, form in zip(leaves, forms)):
            return instances
        return jax.tree.unflatten(own, [x.astype(form.dtype) for x, form in zip(leaves, forms)])

    def judge_facts(self, cases) -> list[dict[str, Judgement]]:
        """The facts of each case, as clauses `fact 1`, `fact 2`, ...; those of one size in one program."""
        def named(judgements):
            return {f"fact {k}": j for k, j in enumerate(judgements, 1)}

        def exactly(case):
            meaning, terms = self.exact(case) if case.facts else ({}, {})
            return named(compare(fact, None, meaning, terms) for fact in case.facts)

        def together(size, stacked, cases):
            facts = list(dict.fromkeys(fact for case in cases for fact in case.facts))
            judged = dict(zip(facts, self._judge_relations(facts, size, stacked)))
            return [named(row_of(judged[fact], row) for fact in case.facts) for row, case in enumerate(cases)]
        return grouped([self.conformed(c) for c in cases], exactly, together)

    def _judge_relations(self, relations, size, stacked):
        """Relations that are no clauses, each on every one of the stacked instances."""
        if not relations:
            return []

        def compared(instance, oracle):
            meaning, terms = self.model.meaning(size, instance, oracle), dict[Any, Any]()
            return [compare(relation, None, meaning, terms) for relation in relations]

        def pose(size, instances):
            return posed(compared, instances)

        def judged(size, instances, answers):
            return jax.vmap(lambda instance, answers: compared(instance, Oracle(answers)))(instances, answers), None
        name = f"relations {[*map(sp.srepr, relations)]}"
        program = Program(judged, name, self.key, QUICK)
        try:
            found, _ = program(size, stacked, [])
        except Unanswered:
            found, _ = program(size, stacked, answered(*Program(pose, f"ask {name}", self.key, COMPILED)(size, stacked)))
        return jax.device_get(found)

    def exact(self, case) -> tuple[dict[str, Any], dict[Any, Any]]:
        """(the meaning of the operators on an instance without size, the values of its terms as far as they were asked for).

        The meaning is made anew, because it may set the precision of balls, which is one for the whole process. Models that set none
        get PRECISION: verdicts must not depend on what was judged before.
        """
        assert case.arithmetic is not Arithmetic.FLOAT, f"{case.name}: an instance in floating point needs a size"
        of, terms = self._exact.get(case.name, (None, {}))
        if of is not case:
            of, terms = self._exact[case.name] = (case, {})
        flint.ctx.prec = PRECISION
        return self.model.exact(case.instance), terms

    def judge_case(self, case) -> dict[str, Judgement]:
        """Judge one case and its facts."""
        return self.judge_cases([case])[0] | self.judge_facts([case])[0]

    def attack(self, size, seed, *turned) -> dict[str, ascent.Found]:
        """Gradient ascent on every inequality, with some knobs turned; see `ascent`."""
        return ascent.attack(self, self._step, size, seed, *turned)
