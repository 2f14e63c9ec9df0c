"""How a coding project is kept in its database: tables, log, texts, decisions, merging.

Functions take the project first and are its methods; `coding.project` gathers them.
"""
