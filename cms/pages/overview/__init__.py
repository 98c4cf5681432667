"""本单位信息一览: all content of one unit by its state, for those who work there."""
