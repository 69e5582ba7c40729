"""A fiche document (text, Word, PDF) → each value with its sentence, its line and its doubts."""
