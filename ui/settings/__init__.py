"""What the settings page is made of: rows, editors, and the panels for vault, support and licences."""
