"""What a newcomer opens to follow one row, or one number of a fiche: few modules, in one way."""

from benchmarks.parcours import follow_number, follow_row


def test_une_ligne_traverse_trente_modules_au_plus():
    modules = follow_row()
    assert len(modules) <= 30, modules
    assert {"plie_xl.reading.tables", "plie_xl.checks.count", "plie_xl.master.suivi"} <= set(
        modules
    )


def test_un_minimum_se_lit_dans_quatorze_modules_au_plus():
    modules = follow_number()
    assert len(modules) <= 14, modules
    assert {"plie_xl.attainment", "plie_xl.template.formulas"} <= set(modules)
