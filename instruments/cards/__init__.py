"""The Q-sort pack on paper: cards, mats, sheets and labels from one geometry."""
