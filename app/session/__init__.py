"""One guided take: scripts and rules (data), answers (judged), the guide (pure), the runner (the one that acts)."""
