"""Making the projections of duty by statements over sets: placements, answers and sums. Called by the actions alone."""
