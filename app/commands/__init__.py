"""The groups of the command line, one module each; `app.__main__` puts them together."""
