"""Chapter 07: where evidence lies, along two axes of choice."""
