"""`python -m proofs_numeric <result> --size 0 --seed 7 --index 3`: judge one sampled instance again and print every clause.

A result is a tag, such as 0009, or a name, such as kantorovich_rubinstein.
"""
import argparse

from theorems.language import catalogue

FAR = 200                        # digits and powers of two up to here keep parameters, which are moderate, far inside of float64


def result(name: str) -> str:
    """The slug of a tag or a slug, for argparse."""
    try:
        return catalogue.find(name)
    except LookupError as error:
        raise argparse.ArgumentTypeError(error.args[0]) from None


def whole(least: int, most: int | None = None):
    """What reads a whole number, at least `least` and at most `most`, for argparse."""
    def read(text: str) -> int:
        bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
        try:
            found = int(text)
        except ValueError:
            found = least - 1
        if found < least or most is not None and found > most:
            raise argparse.ArgumentTypeError(f"{text!r}: give a whole number {bounds}.")
        return found
    return read


def main() -> None:
    """Print verdict, both sides and width of every clause on one instance."""
    parser = argparse.ArgumentParser(prog="python -m proofs_numeric", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("result", type=result, help="tag or name of a result")
    parser.add_argument("--size", type=whole(0), default=0, help="index into the model's sizes")
    parser.add_argument("--seed", type=whole(0), default=0)
    parser.add_argument("--digits", type=whole(0, FAR), default=40, help="binary digits kept of the random parameters")
    parser.add_argument("--scale", type=whole(-FAR, FAR), default=0, help="power of two that multiplies them")
    parser.add_argument("--free", metavar="NAME", help="an instance of this free family instead, which guarantees no hypothesis")
    parser.add_argument("--index", type=whole(0), default=0, help="which instance of the batch")
    arguments = parser.parse_args()

    from proofs_numeric.engine.batches import BATCH, coarse
    from proofs_numeric.engine.bench import Bench
    from proofs_numeric.engine.judge import Verdict
    from proofs_numeric.engine.model import load
    slug = arguments.result
    theorem, model = catalogue.load(slug), load(slug)
    if arguments.index >= BATCH:
        parser.error(f"argument --index: {arguments.index}: a batch has {BATCH} instances, 0 to {BATCH - 1}.")
    if arguments.size >= len(model.sizes):
        listed = ", ".join(f"{k} is {size}" for k, size in enumerate(model.sizes))
        parser.error(f"argument --size: {arguments.size}: {slug} has {len(model.sizes)} sizes, {listed}.")
    families = {family.name: family for family in model.free}
    if arguments.free is not None and arguments.free not in families:
        parser.error(f"argument --free: {slug} has no free family {arguments.free!r}; it has {', '.join(families) or 'none'}.")
    bench = Bench(theorem, model)
    if arguments.free is not None:
        family = families[arguments.free]
        size = bench.size_of(family)
        theta = coarse(bench.draw_free(family, arguments.seed), arguments.digits, arguments.scale)
        found = bench.judge(size, bench.build_free(family, theta))
    else:
        size = model.sizes[arguments.size]
        theta = coarse(bench.draw(size, arguments.seed), arguments.digits, arguments.scale)
        found = bench.judge(size, bench.build(size, theta))
    print(f"{theorem.tag} {theorem.title} ({theorem.source.locator}), {size}, instance {arguments.index}")
    for clause in theorem.clauses:
        j = found[clause.name]
        k = arguments.index
        print(f"  {Verdict(int(j.verdict[k])).name:9s} {clause.name:24s} lhs = {j.lhs[k]:.12g}  rhs = {j.rhs[k]:.12g}  "
              f"score = {j.score[k]:.4g}  width = {j.width[k]:.2g}")


if __name__ == "__main__":
    main()
