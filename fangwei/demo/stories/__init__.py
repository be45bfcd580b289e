"""The stories of single hazards and of orders: each module tells some ways in which a danger may go."""
