"""What goes into the field: guides, sheets, forms and the Q-sort pack."""
