"""One's notices on one page, for every role: what is unread first, each with the verb that answers it."""
