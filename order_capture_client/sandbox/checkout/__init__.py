"""A checkout of the sandbox: its record, states, rules, and the documents that show it."""
