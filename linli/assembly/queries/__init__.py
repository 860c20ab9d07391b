"""What may be asked of bodies, meetings, matters and ballots."""
