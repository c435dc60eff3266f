"""What the charts of this chapter are drawn with."""
