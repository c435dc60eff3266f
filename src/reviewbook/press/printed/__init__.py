"""The whole book as one PDF: its pages joined into one document (`joined`), and that printed by a browser (`paper`)."""
