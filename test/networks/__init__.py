"""Both clients behind real servers and proxies: nginx, haproxy, squid, Envoy, and a relay that forgets connections.

`ORDER_CAPTURE_TEST_NETWORKS=1 python -m pytest -n0 test/networks` runs the tests, and `python -m test.networks report`
prints a table of the same figures. A program that is not installed is left out, and the reason is given.
"""
