"""What the retention page is made of: words and filters, the details of a case, its dialogs, the forecast."""
