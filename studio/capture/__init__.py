"""Recorders of input, screen, elements and files."""
