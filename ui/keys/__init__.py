"""What the keys page is made of: words for each key, their picture, the acts, the backups, the recovery sheets."""
