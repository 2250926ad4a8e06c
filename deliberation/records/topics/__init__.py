"""议题 as the community prepares them, before a session and across several."""
