"""Where the station remembers: cases, takes and all that is known of them, encrypted and tied to an audit chain."""
