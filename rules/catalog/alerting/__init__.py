"""Rules about alerts and the runbooks that they lead to."""
