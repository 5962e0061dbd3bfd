"""What users do with models in other libraries; each recipe is skipped where its library is not installed."""
