"""What the chapters draw confidence with."""
