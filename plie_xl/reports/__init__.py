"""What is drawn from a master: changes, reasons, reminders, open data, a page."""
