"""The rules by which a clause becomes a test: one file a rule, found by being there, tried in the order of their `ORDER`.

A rule has NAME, ORDER and `read(clause)`, which gives what it reads the clause as, or None where the clause is nothing for it; it raises
`DeclinedError` where the clause is its own and cannot be read with confidence.
"""
