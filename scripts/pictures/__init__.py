"""The pictures of the guides: a house to take them in, somebody to take them, and what is shown, by guide."""
