"""What the tables and charts of this chapter are drawn with."""
