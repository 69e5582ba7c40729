"""The inbox far away: the rules are those of a folder, and nothing of it can lead out or go on."""

import os
import threading
import unicodedata
import zipfile
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="fsspec n’est pas installé")

from plie_xl.files.inbox import list_depot, sort_found  # noqa: E402
from plie_xl.files.remote import DistantError, copy, listing, open_distant, threads  # noqa: E402
from plie_xl.files.remote.listing import list_distants  # noqa: E402

CLASSEUR = "plie_sources_2024.xlsx"
NOMS = [
    "~$" + CLASSEUR,
    f".~lock.{CLASSEUR}#",
    "envoi.tmp",
    "notes.txt",
    "Thumbs.db",
    "dossier/.cache.xlsx",
    CLASSEUR,
    "plie_sources_2024 - Copie.xlsx",
    "dossier/été.xlsx",
    "dossier/profond/a?b#c.xlsx",
    unicodedata.normalize("NFD", "reçu.xlsx"),
]


@pytest.fixture
def memoire():
    """Put bytes at `memory://…`, for one test."""
    fs = fsspec.filesystem("memory")
    yield fs.pipe
    fs.store.clear()
    fs.pseudo_dirs[:] = [""]


def depot(*adresses):
    return sort_found(list_distants(adresses))


def noms(depot):
    return [nom for nom, _ in depot.recus]


def test_les_regles_sont_celles_d_un_dossier(memoire, tmp_path):
    for nom in NOMS:
        memoire(f"/recus/{nom}", b"x")
        (tmp_path / nom).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / nom).write_bytes(b"x")
    ici, la_bas = list_depot([tmp_path]), depot("memory://recus")
    assert noms(la_bas) == noms(ici)
    assert la_bas.passes == ici.passes
    assert len(ici.recus) + len(ici.passes) == len(NOMS)


def test_un_classeur_mal_nomme_est_reconnu_a_son_contenu(memoire, tmp_path, racine):
    classeur = (racine / "workbooks" / "2024" / CLASSEUR).read_bytes()
    contenus = {"plie_sources_2024": classeur, "envoi.dat": classeur, "photo.jpg": b"\xff\xd8"}
    for nom, octets in {**contenus, "note.docx": classeur[:200]}.items():
        memoire(f"/recus/{nom}", octets)
        (tmp_path / nom).write_bytes(octets)
    ici, la_bas = list_depot([tmp_path]), depot("memory://recus")
    assert noms(la_bas) == noms(ici) == ["envoi.dat", "plie_sources_2024"]
    assert la_bas.passes == ici.passes


def test_un_fichier_nomme_est_lu_quel_que_soit_son_suffixe(memoire):
    memoire("/recus/envoi.txt", b"x")
    assert noms(depot("memory://recus/envoi.txt")) == ["envoi.txt"]


def test_deux_adresses_de_meme_nom_restent_distinctes(memoire):
    memoire("/a/r.xlsx", b"un")
    memoire("/b/r.xlsx", b"deux")
    with open_distant([], ["memory://a", "memory://b/r.xlsx"]) as recu:
        lus = {nom: chemin.read_bytes() for nom, chemin in recu.recus}
    assert lus == {"r.xlsx": b"un", "memory://b/r.xlsx": b"deux"}


def test_une_adresse_et_un_chemin_de_meme_nom_restent_distincts(memoire, tmp_path):
    memoire("/a/r.xlsx", b"un")
    (tmp_path / "r.xlsx").write_bytes(b"deux")
    with open_distant([tmp_path], ["memory://a"]) as recu:
        lus = {nom: chemin.read_bytes() for nom, chemin in recu.recus}
        assert (tmp_path / "r.xlsx") in dict(recu.recus).values()  # not copied
    assert lus == {"r.xlsx": b"deux", "memory://a/r.xlsx": b"un"}


def test_une_adresse_donnee_deux_fois_est_lue_une_fois(memoire):
    memoire("/a/r.xlsx", b"un")
    assert noms(depot("memory://a", "memory://a/r.xlsx", "memory://a")) == ["r.xlsx"]


def test_deux_verrous_de_meme_nom_sont_nommes_tous_les_deux(memoire):
    memoire("/a/~$r.xlsx", b"")
    memoire("/b/~$r.xlsx", b"")
    assert [nom for nom, _ in depot("memory://a", "memory://b").passes] == [
        "memory://b/~$r.xlsx",
        "~$r.xlsx",
    ]


def test_un_nom_qui_sort_est_nomme_et_rien_n_est_ecrit_dehors(tmp_path):
    archive = tmp_path / "recu" / "a.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as z:
        for nom in ("../dehors.xlsx", "a/../../dehors.xlsx", r"..\dehors.xlsx", r"C:\d.xlsx"):
            z.writestr(nom, b"x")
        z.writestr("bon.xlsx", b"bon")
    with open_distant([], [f"zip://::{archive}"]) as recu:
        assert noms(recu) == ["bon.xlsx"]
        assert {raison for _, raison in recu.passes} == {"nom qui sort du dossier demandé"}
        assert [chemin.name for _, chemin in recu.recus] == ["0"]
    assert not list(tmp_path.rglob("*dehors*"))


def test_un_nom_ne_commande_pas_le_terminal(memoire):
    memoire("/a/r\x1b[2J\n\u202e.xlsx", b"x")
    assert noms(depot("memory://a")) == ["r␛[2J␊�.xlsx"]


# A server made for each fault --------------------------------------------------------------------


class Serveur(fsspec.AbstractFileSystem):
    """`essai://`: what it lists, and how it answers, are those of the test."""

    protocol = "essai"
    cachable = False
    fichiers: dict  # name → (size told, reader)
    fermes = frozenset()
    liens = frozenset()

    def info(self, path, **_):
        nom = path.strip("/")
        if nom in self.fichiers:
            return {"name": nom, "type": "file", "size": self.fichiers[nom][0]}
        return {"name": nom, "type": "directory", "size": 0}

    def ls(self, path, detail=True, **_):
        if path.strip("/") in self.fermes:
            raise PermissionError("motdepasse")
        prefixe = f"{path.strip('/')}/"
        tous = [*self.fichiers, *self.fermes, *self.liens]
        sous = [n for n in tous if n.startswith(prefixe) and "/" not in n.removeprefix(prefixe)]
        return [
            {"name": n, "type": "link", "size": 0} if n in self.liens else self.info(n)
            for n in sous
        ]

    def _open(self, path, mode="rb", **_):
        return self.fichiers[path.strip("/")][1]


class Lecteur:
    """A remote file whose blocks are those that a function gives."""

    def __init__(self, read):
        self.read = read

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def rate(erreur):
    def read(taille):
        raise erreur

    return Lecteur(read)


def donne(octets):
    restes = [octets]
    return Lecteur(lambda taille: restes.pop() if restes else b"")


@pytest.fixture
def serveur(monkeypatch):
    """The files of `essai://r`, by name."""
    fsspec.register_implementation("essai", Serveur, clobber=True)
    fichiers = {}
    monkeypatch.setattr(Serveur, "fichiers", fichiers, raising=False)
    return fichiers


def recevoir():
    """What came of `essai://r`, and what is said of the rest."""
    with open_distant([], ["essai://r"]) as recu:
        lus = {nom: chemin.read_bytes() for nom, chemin in recu.recus if chemin.exists()}
        return lus, {nom: lu.remarques[0].detail for nom, lu in recu.refus.items()}


def test_un_fichier_disparu_entre_temps_est_refuse_et_les_autres_lus(serveur):
    serveur["r/a.xlsx"] = 1, rate(FileNotFoundError("motdepasse"))
    serveur["r/b.xlsx"] = 1, donne(b"b")
    lus, refus = recevoir()
    assert lus == {"b.xlsx": b"b"}
    assert refus == {"a.xlsx": "« essai://r/a.xlsx » n’est pas venu : introuvable"}


@pytest.mark.parametrize(
    ("erreur", "dit"),
    [
        (PermissionError("motdepasse"), "accès refusé"),
        (ConnectionResetError("motdepasse"), "le serveur ne répond pas"),
        (TimeoutError("motdepasse"), "le serveur ne répond pas"),
        (ValueError("motdepasse"), "la lecture échoue (ValueError)"),
        (type("NoCredentialsError", (Exception,), {})("motdepasse"), "accès refusé"),
    ],
)
def test_chaque_panne_est_une_phrase_sans_secret(erreur, dit, serveur):
    serveur["r/a.xlsx"] = 1, rate(erreur)
    [phrase] = recevoir()[1].values()
    assert dit in phrase
    assert "motdepasse" not in phrase


def test_une_coupure_au_milieu_ne_laisse_pas_un_fichier_a_moitie(serveur):
    blocs = [b"debut"]

    def read(taille):
        if not blocs:
            raise ConnectionResetError
        return blocs.pop()

    serveur["r/a.xlsx"] = None, Lecteur(read)
    lus, refus = recevoir()
    assert (lus, list(refus)) == ({}, ["a.xlsx"])


def test_un_fichier_trop_gros_n_est_pas_demande(serveur):
    serveur["r/a.xlsx"] = copy.MAX_OCTETS + 1, rate(AssertionError("demandé"))
    assert recevoir()[1] == {"a.xlsx": "le fichier dépasse 200 Mo"}


@pytest.mark.parametrize("taille_dite", [None, 3])
def test_un_fichier_sans_fin_est_coupe_a_la_borne(taille_dite, serveur, monkeypatch):
    monkeypatch.setattr(copy, "MAX_OCTETS", 5_000_000)
    venus = []

    def read(taille):
        venus.append(taille)
        return bytes(taille)

    serveur["r/a.xlsx"] = taille_dite, Lecteur(read)
    assert recevoir() == ({}, {"a.xlsx": "le fichier dépasse 200 Mo"})
    assert sum(venus) <= 6_000_000


def test_un_lien_et_un_dossier_ferme_sont_nommes(serveur, monkeypatch):
    serveur["r/a.xlsx"] = 1, donne(b"a")
    monkeypatch.setattr(Serveur, "liens", {"r/lien.xlsx"})
    monkeypatch.setattr(Serveur, "fermes", {"r/ferme"})
    with open_distant([], ["essai://r"]) as recu:
        assert noms(recu) == ["a.xlsx"]
        assert dict(recu.passes) == {
            "ferme": "dossier qui ne s’ouvre pas : accès refusé, vérifiez le mot de passe ou les"
            " droits",
            "lien.xlsx": "raccourci : seuls les fichiers du dossier sont lus",
        }


def test_un_site_sans_fin_est_borne(serveur, monkeypatch):
    monkeypatch.setattr(listing, "MAX_NOMS", 10)
    serveur.update({f"r/{n}.xlsx": (1, None) for n in range(11)})
    with pytest.raises(DistantError, match="« essai://r » : plus de 10 noms"):
        recevoir()


def test_une_profondeur_sans_fin_est_bornee(memoire, monkeypatch):
    monkeypatch.setattr(listing, "PROFONDEUR", 2)
    memoire("/a/b/c/d/r.xlsx", b"x")
    assert depot("memory://a").passes == (("b/c/d", "dossier trop profond"),)


@pytest.fixture
def attente(monkeypatch):
    """A server that says nothing until the end of the test, and a short patience."""
    monkeypatch.setattr(threads, "SILENCE", 0.3)
    fin = threading.Event()
    yield fin
    fin.set()


def test_un_fichier_qui_ne_vient_pas_n_arrete_pas_les_autres(serveur, attente):
    serveur["r/a.xlsx"] = 1, donne(b"a")
    serveur["r/b.xlsx"] = 1, Lecteur(lambda taille: attente.wait() and b"")
    lus, refus = recevoir()
    assert lus == {"a.xlsx": b"a"}
    assert refus == {"b.xlsx": "« essai://r/b.xlsx » n’est pas venu : le serveur se tait"}


def test_une_liste_qui_ne_vient_pas_est_dite(serveur, attente, monkeypatch):
    monkeypatch.setattr(Serveur, "ls", lambda *_, **__: attente.wait() and [])
    with pytest.raises(DistantError, match="« essai://r » : le serveur se tait"):
        recevoir()


def test_plus_de_place_arrete_avec_une_phrase(serveur, monkeypatch):
    serveur["r/a.xlsx"] = 1, donne(b"a")
    plein = OSError(28, "No space left on device")

    def ouvrir(self, *_):
        raise plein

    monkeypatch.setattr(Path, "open", ouvrir)
    with pytest.raises(DistantError, match=r"les copies ne s’écrivent pas .* le disque est plein"):
        recevoir()


@pytest.mark.parametrize("fin", [KeyboardInterrupt, ValueError])
def test_les_copies_sont_privees_et_s_en_vont_quoi_qu_il_arrive(fin, memoire):
    memoire("/a/r.xlsx", b"x")
    vus = []

    def interrompre():
        with open_distant([], ["memory://a"]) as recu:
            vus.extend((chemin, chemin.parent.stat().st_mode) for _, chemin in recu.recus)
            raise fin

    with pytest.raises(fin):
        interrompre()
    [(chemin, mode)] = vus
    assert not chemin.parent.exists()
    assert mode & 0o077 == 0 or os.name != "posix"


@pytest.mark.parametrize(
    ("adresse", "dit", "usage"),
    [
        ("abc://agape:motdepasse@h/x", "« abc://h/x » : protocole inconnu", True),
        ("memory://absent", "« memory://absent » : introuvable", True),
        ("zip://::/absent.zip", "« zip://::/absent.zip » : introuvable", True),
        (f"zip://::{__file__}", "l’archive est abîmée", False),
        ("ftp://agape:motdepasse@127.0.0.1:1/x", "« ftp://127.0.0.1:1/x » : le serveur", False),
    ],
)
def test_une_adresse_qui_ne_mene_nulle_part_est_une_phrase(adresse, dit, usage):
    with pytest.raises(DistantError) as refus:
        list_distants([adresse])
    assert dit in str(refus.value)
    assert "motdepasse" not in str(refus.value)
    assert refus.value.usage is usage
