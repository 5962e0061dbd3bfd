"""Contract in, Python and Markdown out: `read*` collect, `names`, `schemas` and `operations` plan, `write_*` write.

The readers refuse unsupported contracts, and the planners refuse unusable names, so that the writers can take
everything for granted.
"""
