"""The small widgets every page is made of. They know no station: they are told, they emit."""
