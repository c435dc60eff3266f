"""Chapter 04: what was delivered, feature by feature and item by item of TIDieR."""
