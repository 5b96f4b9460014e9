"""Makes hostile files, for the tests that hold the laws and for the table of ``benchmarks/hostile.py``."""
