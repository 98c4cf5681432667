"""内容检查: what may not, or should not, become public, found before people look."""
