"""Measures this client beside its peers, in one run on loopback; see README.md."""
