"""What the accounts page is made of: words for roles and rights, the table, the form, the dialogs, the rights table."""
