"""The commands, in the order of a year of work, and what each does.

A command `a-b` is the function `a_b` of the module `a_b`. Its sentence stands here, so that the
help of `plie-xl` loads no command.
"""

COMMANDES = {
    "fiches": "Montre les fiches opération, leurs cibles et leurs montants.",
    "modeles": (
        "Écrit le classeur vierge de chaque fiche, avec et sans macros, celui d’AGAPE, le ruban."
    ),
    "demo": "Écrit onze classeurs remplis, entièrement fictifs, pour essayer l’outil.",
    "valider": "Désigne chaque cellule à corriger, et dit comment.",
    "atteinte": "Compte ce qui est tenu et ce qui est justifié, cible par cible.",
    "reunion": "Prépare les papiers d’une réunion prévue : ceux que sa fiche demande.",
    "agenda": "Écrit l’agenda des réunions prévues, pour Outlook, Google et les autres.",
    "importer": "Propose des lignes de « Suivi » d’après un agenda ou un tableau reçu.",
    "pieces": "Dit de chaque pièce citée si son fichier est là, s’ouvre et convient.",
    "dossier": "Réunit les pièces trouvées en un dossier de contrôle, avec son index.",
    "ranger": "Copie les pièces trouvées sous les noms de la maison ; ne déplace rien.",
    "consolider": "Réunit les classeurs des territoires dans le classeur maître d’AGAPE.",
    "recevoir": "Prépare une réponse pour chaque classeur reçu, en brouillon de courriel.",
    "tirer": "Tire les lignes à contrôler, et prépare le classeur des verdicts.",
    "notifier": "Écrit à chaque PLIE une lettre : les conclusions provisoires du contrôle.",
    "arreter": "Garde une année close : classeurs, maître, registres, verdicts, empreintes.",
    "rouvrir": "Rouvre une année arrêtée, avec son motif ; la suivante sera une autre version.",
    "expliquer": "Montre les lignes qui font un chiffre, celles qui n’y comptent pas, et pourquoi.",
    "relances": (
        "Écrit pour chaque territoire ce qu’il lui reste à fournir, prêt à coller dans un courriel."
    ),
    "tableau-de-bord": (
        "Écrit une page à regarder, sans réseau, avec ce que montre le classeur maître."
    ),
    "historique": (
        "Met côte à côte les classeurs maîtres gardés : chiffres par date, courbes, réceptions."
    ),
    "programme": "Met côte à côte les années du programme, par catégorie et par PLIE.",
    "bilan": "Rédige le bilan de l’année dans Word, ou vérifie les chiffres d’un bilan relu.",
    "lire-fiche": "Lit une fiche opération : chaque valeur, sa phrase et ses doutes.",
    "adopter": "Fait une fiche (TOML) d’un classeur confirmé, ligne par ligne.",
    "avenant": "Ajoute à une fiche ce qu’un avenant change depuis un jour ; garde l’ancien.",
    "annee-suivante": "Prépare les classeurs d’une année, avec ce que la précédente laisse ouvert.",
    "migrer": "Reverse un classeur d’un ancien modèle dans le modèle actuel, en un fichier neuf.",
    "reglages": "Montre ce qu’AGAPE décide, chaque valeur en vigueur et d’où elle vient.",
    "installer": (
        "Met en place dans Excel, ou dans LibreOffice, les boutons « PLIE » et ce qu’ils appellent."
    ),
    "desinstaller": "Retire ce que « plie-xl installer » a mis, et rend ce qu’il y avait avant.",
    "diagnostic": "Dit ce qui est en place pour les boutons, et le remède de chaque manque.",
    "hote": "Répond aux boutons de LibreOffice ; se lance et s’arrête tout seul.",
}
