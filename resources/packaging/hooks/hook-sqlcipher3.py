"""The database itself: `sqlcipher3.dbapi2` imports it with a star, which is not always followed."""

hiddenimports = ["sqlcipher3._sqlite3"]
