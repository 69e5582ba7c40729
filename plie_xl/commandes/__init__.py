"""The commands of the terminal, one module each: options, one call to a stage, what is said."""
