"""What a workbook weighs, how long LibreOffice takes to recalculate it, by version of the model.

The same fiche in both: a sample of version 1, kept for ever, and that of today. Their tables hold a
hundred rows: their formulas are repeated below, as Excel does under a paste, and what is typed in
the first one is repeated in each of the two hundred.
"""

import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

_RACINE = Path(__file__).parent.parent
_NOM = "plie_sources_2024.xlsx"
VERSIONS = {"1": _RACINE / "tests/v1/remplis" / _NOM, "2": _RACINE / "workbooks/2024" / _NOM}
_FOIS = 5

# Run by the Python that LibreOffice speaks with. From row 6, columns B to M: what is typed.
_SCRIPT = """
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
soffice, profil, fois, *chemins = sys.argv[1:]
acces = "pipe,name=plie_recalcul"
bureau = subprocess.Popen([soffice, "-env:UserInstallation=file://" + profil, "--headless",
                           "--nodefault", "--norestore", "--accept=" + acces + ";urp;"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
local = uno.getComponentContext()
resout = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for _ in range(120):
    try:
        contexte = resout.resolve("uno:" + acces + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.5)
desktop = contexte.ServiceManager.createInstance("com.sun.star.frame.Desktop")
cache = PropertyValue(); cache.Name = "Hidden"; cache.Value = True
durees = []
for chemin in chemins:
    document = desktop.loadComponentFromURL("file://" + chemin, "_blank", 0, (cache,))
    suivi = document.Sheets.getByName("Suivi")
    suivi.unprotect("")
    premiere = suivi.getCellRangeByName("B6:M6").getDataArray()
    cent = suivi.getCellRangeByName("A6:BZ105")
    suivi.copyRange(suivi.getCellRangeByName("A106").CellAddress, cent.RangeAddress)
    suivi.getCellRangeByName("B6:M205").setDataArray(premiere * 200)
    vues = []
    for _ in range(int(fois)):
        debut = time.perf_counter()
        document.calculateAll()
        vues.append(time.perf_counter() - debut)
    durees.append(sorted(vues)[len(vues) // 2])
    document.close(True)
print(json.dumps(durees))
try:
    desktop.terminate()
    bureau.wait(30)
except Exception:
    subprocess.run(["pkill", "-f", profil])
"""


def measure_recalcul() -> dict[str, float] | None:
    """Seconds of a whole recalculation, by version; None without LibreOffice and its Python."""
    soffice, python = (
        shutil.which("soffice"),
        shutil.which("python3", path="/usr/bin:/usr/local/bin"),
    )
    if soffice is None or python is None:
        return None
    with tempfile.TemporaryDirectory() as dossier:  # LibreOffice leaves its lock beside a file
        copies = [Path(dossier, f"{n}.xlsx") for n in VERSIONS]
        for copie, chemin in zip(copies, VERSIONS.values(), strict=True):
            shutil.copy(chemin, copie)
        profil = str(Path(dossier, "profil"))
        commande = [python, "-c", _SCRIPT, soffice, profil, str(_FOIS), *map(str, copies)]
        fini = subprocess.run(commande, capture_output=True, check=False, text=True)
    if fini.returncode:
        return None
    return dict(zip(VERSIONS, json.loads(fini.stdout.splitlines()[-1]), strict=True))


def weigh(chemin: Path) -> tuple[int, int]:
    """Bytes of the file, and of the XML of its largest sheet."""
    with zipfile.ZipFile(chemin) as archive:
        feuilles = [x for x in archive.infolist() if x.filename.startswith("xl/worksheets/")]
    return chemin.stat().st_size, max(x.file_size for x in feuilles)
