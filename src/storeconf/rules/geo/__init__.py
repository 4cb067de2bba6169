"""Where things are: distances between datums, cities, trades and business scopes."""
