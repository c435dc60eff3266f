"""What a review is: its tables, their schemas, what can be wrong with them. The ground; it knows no chapter."""
