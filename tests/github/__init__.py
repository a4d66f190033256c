"""The client against a server that says what a test tells it to, down to the byte, and its pure parts by value."""
