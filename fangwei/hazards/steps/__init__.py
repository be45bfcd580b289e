"""What each verb changes on a hazard or an order; called by the door, never by anybody else."""
