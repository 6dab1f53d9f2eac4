"""What a message asks: its parts, the kind and subject of each, and the facts it tells."""
