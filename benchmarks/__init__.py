"""Scripts that measure what we claim. A package, since others install one of this name."""
