"""The new-case wizard's pages and editors; `app.session.draft` knows what is right, these show it."""
