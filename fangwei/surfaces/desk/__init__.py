"""The desk of officers, offices and leaders: the queue, the lists, orders, places, sheets and the baseline."""
