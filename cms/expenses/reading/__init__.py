"""Files of offices into statements: what they say, and where each thing that is wrong stands."""
