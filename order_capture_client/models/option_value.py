# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""A choice that a question offers and an answer takes."""

from order_capture_client.models._types import WireEnum


class OptionValue(WireEnum):
    """A choice that a question offers and an answer takes."""

    YES = "YES"
    NO = "NO"
    FREETEXT = "FREETEXT"
    NA = "NA"
