"""What the login card is made of: the form, a passphrase that must be changed, the state of the devices."""
