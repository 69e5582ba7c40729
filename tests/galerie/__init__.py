"""One smallest faulty sheet per anomaly code: the tests of the rules, and the manual's page.

*.md (drawings) → dessin (read them) → atelier (real workbooks) → page (docs/anomalies.md)
"""
