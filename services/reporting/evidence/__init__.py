"""What is behind a number: whom or what it counts, and the events that decided each of them."""
