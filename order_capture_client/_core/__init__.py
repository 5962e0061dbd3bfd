"""The client without sockets: what to send, what to do next, what came back.

In the order of a call: `wire` (the values), `encode` (arguments to Request), `exchange` (Request to
outcome, retries included), `decode` (outcome to ApiResponse, or an exception).
"""
