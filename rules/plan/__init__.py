"""What a plan is: the model, the Markdown reader, concepts, answer states."""
