"""What comes in from files: units and articles."""
