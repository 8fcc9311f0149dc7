"""Deep feature extractors with general filters, non-linearities and pooling."""
