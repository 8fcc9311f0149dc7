from proofs_numeric.numerics.filters import bounds, meyer

for grid, scales in ((512, 5), ((64, 64), 3)):
    print("smallest and largest Littlewood-Paley sum:", *bounds(meyer(grid, scales)))
