"""The log of questions and feedback, and backups."""
