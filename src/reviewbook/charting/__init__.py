"""What was asked of each report, study or entity, who answered, and whether the charters agreed."""
