"""Symbol pictures drawn for the project: simple, warm, one idea each."""
