"""Text from a page turned into values."""
