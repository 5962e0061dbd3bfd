"""Contract in, Python and Markdown out: `read` takes in the facts, `decide` plans, `write_*` put into words.

`read` refuses what the generator does not support, `decide` what cannot be named in Python, so that the
writers can take everything for granted.
"""
