"""What single models do beyond carrying fields: mixins, a module per model, and what those share."""
