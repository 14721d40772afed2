"""Dividing people into classes, and classes into halls and half-days: solved, proved, checked by other code, explained.

`model` and `files` say what a problem and a solution are; `solve.solve` answers, `check.check` doubts, `explain.explain` says why not.
The solvers are loaded by those modules alone, so that a web process which only reads the data never starts them.
"""
