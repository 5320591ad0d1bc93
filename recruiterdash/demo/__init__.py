"""A company that never was, to try recruiterdash with: believable people, waiting as people wait."""
