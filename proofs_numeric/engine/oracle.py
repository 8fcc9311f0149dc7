"""Questions that are answered on the host and checked in JAX.

A solver that XLA cannot run (network simplex, a linear program) is asked outside the compiled program: a recording pass
collects the questions of a batch, the host answers them, a replaying pass consumes the answers in the same order. (A host
callback would keep XLA's persistent cache from storing the program.) The answer is only a suggestion: the operator that
asked turns it into an enclosure that is valid for any answer, so a wrong answer widens an enclosure and never falsifies one.

A solver is a function of batched NumPy arrays with an attribute `shape`: (*arrays of one instance) -> pytree of
jax.ShapeDtypeStruct of one instance's answer.
"""
import jax
import jax.numpy as jnp


class Unanswered(Exception):
    """A question was asked in a pass that was given no answers."""


class Closed(Exception):
    """A question was asked where only what is known already may be used."""


class Oracle:
    """`ask(solver, *inputs)`: zeros while recording (answers None), the host's answers while replaying. closed: no more questions."""

    def __init__(self, answers=None):
        self.answers, self.solvers, self.questions, self.closed = answers, [], [], False

    def __call__(self, solver, *inputs):
        if self.closed:
            raise Closed
        self.solvers.append(solver)
        self.questions.append(inputs)
        if self.answers == []:
            raise Unanswered
        if self.answers is not None:
            return self.answers[len(self.questions) - 1]
        return jax.tree.map(lambda s: jnp.zeros(s.shape, s.dtype), solver.shape(*inputs))
