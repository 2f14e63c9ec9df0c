"""Front of house: the command line, the reports and the worked demonstration."""
