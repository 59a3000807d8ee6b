"""What the audit page is made of: words for what was done, the reader, the filter, the details, the verdict."""
