"""The loops of the simulator, compiled: state in arrays and lists, one file a loop.

A compiled loop is kept on the disk. Numba compiles it anew when its own file changes, but not when another file does
that it takes something from (https://numba.readthedocs.io/en/stable/user/jit.html#cache). So each file holds all that
its loop calls; the numbers of outcomes are the one thing that they share.
"""
