"""Times of our numerics beside other libraries on the same work: `make bench`, or `python -m benchmarks.run --help`."""
