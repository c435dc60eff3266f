"""A review as one workbook, for people who chart in a spreadsheet, and the way back into its tables (docs/adr/0043)."""
