"""What candidates write to us: read once, filed to its application, understood by a person."""
