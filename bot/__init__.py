"""The fronts: whatever puts questions to the engine."""
