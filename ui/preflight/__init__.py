"""The parts of the pre-flight page: each shows what `app.session.preflight` found, and emits what people do."""
