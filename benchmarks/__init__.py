"""Measure this client against its peers, in one run on loopback; see README.md."""
