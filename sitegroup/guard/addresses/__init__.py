"""The address table: every name of the admin, who may call it, and whose objects it touches."""
