"""Speeds and sizes of the program, measured from outside."""
