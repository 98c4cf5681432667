"""The reviewer's desk: what waits for whom, what changed, and the decision."""
