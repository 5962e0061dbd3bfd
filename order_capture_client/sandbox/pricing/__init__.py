"""Prices of the sandbox: catalogue, quotes, and their documents."""
