"""What real plans call things: titles of sections, labels of fields, parts of risks and decisions. Data, no behaviour."""
