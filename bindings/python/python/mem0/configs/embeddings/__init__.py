"""Options of embedding models."""
