"""The figures of a scope, their tables and weeks, and the rows behind each number."""
