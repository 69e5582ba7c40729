"""One function per rule, its code and its three sentences beside it; one module per sheet."""
