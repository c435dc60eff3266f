"""Chapter 02: what the included studies are, where, when and with whom."""
