"""Evidence: the sealed file, what a crash leaves of it, the signed manifest, and the package that goes out."""
