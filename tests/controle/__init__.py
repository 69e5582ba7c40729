"""The control by AGAPE, from the draw to the closed year."""
