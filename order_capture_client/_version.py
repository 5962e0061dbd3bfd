"""The version, in one place: the package's metadata, the User-Agent and `--version` read it here."""

__version__ = "1.0.0"
