"""The shared parts of all models: base class, field types, faults of an input, answers that differ, and display."""
