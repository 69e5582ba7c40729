"""What is said once of the same anomaly on neighbouring rows: « sept » comes before each."""

GROUPES = {
    "SUI-01": "lignes sans instance, ni date, ni statut",
    "SUI-02": "lignes sans instance ni action",
    "SUI-03": "lignes nomment « {instance} », que la fiche ne prévoit pas{instance_proche}",
    "SUI-04": "lignes sans statut",
    "SUI-05": "lignes portent « {statut} », qui n’est pas un statut{statut_proche}",
    "SUI-06": "lignes sans date",
    "SUI-07": "lignes portent « {date} », qui n’est pas une date{jour_proche}",
    "SUI-08": "dates hors de la période de la fiche{calendrier_fr}",
    "SUI-23": "dates {avant_apres} la fusion du {fusion_fr} : elles reviennent {au_plie}",
    "SUI-09": "lignes portent « {quantite} », qui n’est pas une quantité",
    "SUI-10": "réunions « Réalisée » à une date encore à venir",
    "SUI-11": "réunions « {instance} » sans modalité",
    "SUI-12": "lignes portent « {modalite} », qui n’est pas une modalité{modalite_proche}",
    "SUI-13": "réunions « {instance} » portent « {modalite} », que la fiche ne prévoit pas",
    "SUI-15": "lignes portent « {presents} », qui n’est pas un nombre de personnes",
    "SUI-16": "réunions « Réalisée » avec 0 présent",
    "SUI-17": "dates tombent un jour chômé",
    "SUI-18": "réunions encore « Prévue », dont la date est passée",
    "PIE-01": "réunions « {instance} »{selon_modalite} auxquelles il manque : {manque_fr}"
    "{refus_fr}",
    "PIE-02": "réunions « {instance} » ont une pièce à défaut : {fournies_fr}",
    "PIE-05": "cellules ne disent pas quelle pièce retrouver",
    "PIE-04": "lignes « {statut} » donnent une pièce : {fournies_fr}",
}
