"""Who hears about which event of deciding together."""
