"""The Chinese text engine: normal forms, clauses, polarity, prices, dates, phones."""
