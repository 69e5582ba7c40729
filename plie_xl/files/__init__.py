"""The disk and the network: inbox, remote copies, whole writing, lock, cache, log."""
