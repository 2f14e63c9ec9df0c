"""The commands of `qmt`, a module for each room."""
