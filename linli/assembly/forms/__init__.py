"""What people type where they decide together, made clean. Forms never save."""
