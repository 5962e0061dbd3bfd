# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Version and servers of the contract."""

CONTRACT_VERSION = "2.0.8"

SERVERS = (
    ("https://dev.oc.ingka.com/ordercaptureapi", "dev"),
    ("https://test.oc.ingka.com/ordercaptureapi", "test"),
    ("https://ordercapture.ingkadt.com/ordercaptureapi", "stage"),
    ("https://ebv.prod.oc.ingka.com/ordercaptureapi", "pre-production"),
    ("https://ordercapture.ingka.com/ordercaptureapi", "production"),
)
"""Address and description, in the order that `server_index` counts."""

PLAIN_HEADERS: tuple[str, ...] = ()
"""The headers that operations take as arguments, in lower case, but those with personal data or secrets."""
