"""The enterprise's own screens: what is due by when and why, its own findings, its own file; never a rank or a score."""
