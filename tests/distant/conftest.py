"""A real HTTP server on this machine: a closed part, a file that has gone, one that never comes."""

import base64
import os
import threading
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import commande
import pytest

MOT_DE_PASSE = "motdepasse7391"
SIGNATURE = "SIGNATURE4242"
_SESAME = "Basic " + base64.b64encode(f"agape:{MOT_DE_PASSE}".encode()).decode()
# What a page has beside its files: its own sorting, the folder above, another site.
_LIENS = '<a href="?C=N;O=D">Nom</a> <a href="../">..</a> <a href="http://h.invalid/x.xlsx">x</a>'


class Site(SimpleHTTPRequestHandler):
    """Lists its folders; `/prive/` wants a password, `/parti/` lists a file that has gone."""

    fin = threading.Event()

    def do_GET(self):
        if self.path == "/muet/plie_sources_2024.xlsx":
            self.fin.wait(60)
        if self.path.startswith("/prive/"):
            if self.headers.get("Authorization") != _SESAME:
                return self.send_error(401)
            self.path = self.path.removeprefix("/prive")
        dossier = Path(self.translate_path(self.path))
        return self.list(dossier) if dossier.is_dir() else super().do_GET()

    def list(self, dossier):
        noms = [f"{f.name}/" if f.is_dir() else f.name for f in dossier.iterdir()]
        noms += ["parti.xlsx"] if self.path == "/parti/" else []
        lignes = [f'<li><a href="{quote(nom)}">{escape(nom)}</a>' for nom in noms]
        page = "\n".join([_LIENS, *lignes]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(tmp_path):
    """Its address; it serves the folder « site »."""
    pytest.importorskip("aiohttp", reason="aiohttp n’est pas installé")
    (tmp_path / "site").mkdir(exist_ok=True)
    Site.fin.clear()
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Site, directory=tmp_path / "site")
    ) as serveur:
        serveur.daemon_threads = True
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serveur.server_port}"
        Site.fin.set()
        serveur.shutdown()


@pytest.fixture
def environnement(tmp_path):
    """A home and a temporary folder of its own, to look into afterwards."""
    for nom in ("chez_moi", "temp"):
        (tmp_path / nom).mkdir()
    lieux = dict.fromkeys(("HOME", "USERPROFILE"), str(tmp_path / "chez_moi"))
    return {**os.environ, **lieux, **dict.fromkeys(("TMPDIR", "TEMP"), str(tmp_path / "temp"))}


@pytest.fixture
def lancer(tmp_path, environnement):
    """The real command, from the folder of the test."""

    def lancer(*arguments):
        return commande.lancer(*arguments, cwd=tmp_path, env=environnement)

    return lancer
