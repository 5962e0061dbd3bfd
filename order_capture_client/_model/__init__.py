"""What all models share: base class, field types, faults of an input, answers that differ, and display."""
