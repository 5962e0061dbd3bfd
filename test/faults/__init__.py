"""The proof of reliability: a server that misbehaves on purpose and knows the truth, and what the client makes of it.

`python -m test.faults report` runs everything and prints one table.
"""
