"""Many letters at once: previewed letter by letter, confirmed by people, and taken back if need be."""
