"""Side-by-side benchmarks: a limit and the project run alternately, ratios are printed."""
