"""What the home page is made of: the lines of its list, its cards."""
