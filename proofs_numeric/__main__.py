"""`python -m proofs_numeric <slug> --size 0 --seed 7 --index 3`: judge one sampled instance again and print every clause."""
import argparse

from theorems.language import catalogue


def main() -> None:
    """Print verdict, both sides and width of every clause on one instance."""
    parser = argparse.ArgumentParser(prog="python -m proofs_numeric", description=__doc__)
    parser.add_argument("slug", choices=catalogue.slugs())
    parser.add_argument("--size", type=int, default=0, help="index into the model's sizes")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--digits", type=int, default=40, help="binary digits kept of the random parameters")
    parser.add_argument("--scale", type=int, default=0, help="power of two that multiplies them")
    parser.add_argument("--free", metavar="NAME", help="an instance of this free family instead, which guarantees no hypothesis")
    parser.add_argument("--index", type=int, default=0, help="which instance of the batch")
    arguments = parser.parse_args()

    from proofs_numeric.engine.batches import coarse
    from proofs_numeric.engine.bench import Bench
    from proofs_numeric.engine.judge import Verdict
    from proofs_numeric.engine.model import load
    theorem = catalogue.load(arguments.slug)
    bench = Bench(theorem, load(arguments.slug))
    if arguments.free:
        families = {family.name: family for family in bench.model.free}
        if arguments.free not in families:
            parser.error(f"{arguments.slug} has no free family {arguments.free!r}; it has {', '.join(families) or 'none'}")
        family = families[arguments.free]
        size = bench.size_of(family)
        theta = coarse(bench.draw_free(family, arguments.seed), arguments.digits, arguments.scale)
        found = bench.judge(size, bench.build_free(family, theta))
    else:
        size = bench.model.sizes[arguments.size]
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
