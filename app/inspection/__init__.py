"""What inspection would say about a take: while it runs, and afterwards from its rows in the vault."""
