"""What anybody may open without signing in: the first page, and what a code at the gate or in an inspector's hand shows."""
