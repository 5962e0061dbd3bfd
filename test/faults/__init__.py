"""The proof of reliability: a server that misbehaves on purpose and knows the truth, compared with the client's report.

`python -m test.faults report` runs everything and prints one table.
"""
