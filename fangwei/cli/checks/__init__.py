"""What `fangwei doctor` looks at: the machine, the database, the work that should be moving."""
