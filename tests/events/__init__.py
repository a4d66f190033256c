"""Which lanes a delivery marks, and which commands it brings."""
