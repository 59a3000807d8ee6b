"""One page a file: what a person does next, drawn from what the station says."""
