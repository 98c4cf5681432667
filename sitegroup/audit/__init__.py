"""操作记录: who did what, when, from where, on what, how it ended; append-only, hash-chained."""
