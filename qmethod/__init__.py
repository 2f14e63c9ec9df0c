"""By-person factor analysis of Q-sorts."""
