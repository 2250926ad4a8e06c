"""The ordinary tables around a session: communities, people, seats, topics, rulesets."""
