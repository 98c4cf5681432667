"""The publication machine: its county, its own book of what was approved, its reader, its rules."""
