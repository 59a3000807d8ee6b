"""Rules, evidence and storage of the dual-recording station. Knows no window."""

__version__ = "0.1.0"
