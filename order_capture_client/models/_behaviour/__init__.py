"""The behaviour of single models: mixins, a module per model, and the modules that the mixins share."""
