"""Who takes part: people, the committee's standing seats, interest groups, and the cards of both."""
