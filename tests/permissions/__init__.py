"""Who may read and do what, told by an oracle of its own and compared with every door of the system."""
