"""Models of the results on extractors."""
