"""操作记录 in the admin."""
