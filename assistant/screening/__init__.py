"""What is answered before anything is looked up: empty, abusive or social messages."""
