"""What a person can mend by calling the command differently."""


class Usage(Exception):
    """The command cannot be carried out as it was given; the text says what is wrong and what to do."""
