"""What went wrong far away, in French: never the library's own words, which may hold a password."""

from collections.abc import Iterator
from zipfile import BadZipFile

from plie_xl.model.errors import PlieError

INTROUVABLE = "introuvable"
INTERDIT = "accès refusé, vérifiez le mot de passe ou les droits"
MUET = "le serveur ne répond pas"
ABIMEE = "l’archive est abîmée"
_PAR_NOM = {  # errors of libraries that are not loaded here
    "AuthenticationException": INTERDIT,  # paramiko
    "ClientAuthenticationError": INTERDIT,  # azure
    "DefaultCredentialsError": INTERDIT,  # google
    "NoCredentialsError": INTERDIT,  # botocore
    "PartialCredentialsError": INTERDIT,
    "EndpointConnectionError": MUET,
    "ConnectTimeoutError": MUET,
    "ReadTimeoutError": MUET,
    "ReadError": ABIMEE,  # tarfile
}
_PAR_STATUT = {401: INTERDIT, 403: INTERDIT, 404: INTROUVABLE, 410: INTROUVABLE}
_PAR_CODE_FTP = {"530": INTERDIT, "532": INTERDIT, "550": INTROUVABLE, "421": MUET}
_PAQUETS = {"smbclient": "smbprotocol", "libarchive": "libarchive-c"}  # module → what to install


class DistantError(PlieError):
    """A URL cannot serve: one French sentence. `usage` when it is a slip of the person's."""

    def __init__(self, phrase: str, usage: bool = False) -> None:
        super().__init__(phrase)
        self.usage = usage


def explain(erreur: BaseException) -> str:
    """What an error of fsspec means; the deepest cause that is known wins."""
    causes = list(_climb(erreur))
    connues = (dit for cause in reversed(causes) if (dit := _explain_une(cause)))
    return next(connues, f"la lecture échoue ({type(erreur).__name__})")


def find_paquet(erreur: BaseException) -> str:
    """What to install, when an error is that of a library which is not; "" otherwise."""
    noms = [c.name for c in _climb(erreur) if isinstance(c, ImportError) and c.name]
    nom = noms[-1].split(".")[0] if noms else ""
    return _PAQUETS.get(nom, nom)


def _climb(erreur: BaseException | None) -> Iterator[BaseException]:
    while erreur is not None:
        yield erreur
        erreur = erreur.__cause__ or erreur.__context__


def _explain_une(erreur: BaseException) -> str:
    nom, statut = type(erreur).__name__, getattr(erreur, "status", None)
    if nom in _PAR_NOM:
        return _PAR_NOM[nom]
    if isinstance(statut, int):
        return _PAR_STATUT.get(statut, f"le serveur répond par une erreur ({statut})")
    if nom == "error_perm":  # ftplib: « 530 Login incorrect »
        return _PAR_CODE_FTP.get(str(erreur)[:3], "")
    if isinstance(erreur, BadZipFile):
        return ABIMEE
    if isinstance(erreur, FileNotFoundError | NotADirectoryError):
        return INTROUVABLE
    if isinstance(erreur, PermissionError):
        return INTERDIT
    return MUET if isinstance(erreur, ConnectionError | TimeoutError | OSError) else ""
