"""Checkouts of the sandbox: records, states, rules, and the documents that show them."""
