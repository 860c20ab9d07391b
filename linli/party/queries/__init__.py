"""What may be asked of the Party's registers."""
