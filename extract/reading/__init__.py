"""The parts of reading: what an input is, how its bytes become text, what its head says of it."""
