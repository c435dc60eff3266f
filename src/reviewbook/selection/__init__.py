"""Chapter 01: from the records found to the reports included."""
