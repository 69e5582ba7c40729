"""One base for every error of the package, whatever it is about."""

import builtins
import pickle
from importlib import import_module
from pkgutil import walk_packages

import pytest

import plie_xl as px

DANS_LIBREOFFICE = "plie_xl.host.libreoffice."  # there, nothing of ours can be imported


def _erreurs():
    modules = [import_module(m.name) for m in walk_packages(px.__path__, "plie_xl.")]
    return {
        objet
        for module in modules
        for nom, objet in vars(module).items()
        if isinstance(objet, type)
        and nom.endswith("Error")
        and not hasattr(builtins, nom)
        and objet.__module__.startswith("plie_xl.")
        and not objet.__module__.startswith(DANS_LIBREOFFICE)
    }


def test_toutes_les_erreurs_ont_une_base_commune():
    erreurs = _erreurs()
    assert len(erreurs) > 13
    assert [e for e in erreurs if not issubclass(e, px.PlieError)] == []


def test_une_erreur_de_fiche_reste_une_valeur_fausse():
    with pytest.raises(px.PlieError) as vue:
        px.load_fiches(1900)
    assert isinstance(vue.value, ValueError)


def test_une_erreur_d_ecriture_voyage_entre_deux_processus():
    from plie_xl.files.errors import EcritureError, Etat

    revenue = pickle.loads(pickle.dumps(EcritureError("« a » n’est pas écrit.", Etat.RIEN)))
    assert (str(revenue), revenue.etat) == ("« a » n’est pas écrit.", Etat.RIEN)
    assert isinstance(revenue, px.PlieError)
    assert isinstance(revenue, OSError)
