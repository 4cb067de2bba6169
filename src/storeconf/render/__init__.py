"""Values as text. A renderer takes an entity and returns a string; nobody but the command line prints."""
