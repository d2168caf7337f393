"""The benchmarks' scores, equal to what their own code gives. A metric file put here is found; `metric.py` says what it must hold."""
