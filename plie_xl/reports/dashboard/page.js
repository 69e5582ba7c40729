"use strict";
// Sort a table by the column of the button pressed; empty cells always come last.
const annonce = document.getElementById("annonce");
const compare = new Intl.Collator("fr", { numeric: true }).compare;
for (const bouton of document.querySelectorAll("th button")) {
  bouton.addEventListener("click", () => {
    const th = bouton.parentElement, table = th.closest("table"), corps = table.tBodies[0];
    const sens = th.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const valeur = (tr) => {
      const td = tr.cells[th.cellIndex];
      return "v" in td.dataset ? Number(td.dataset.v) : td.textContent;
    };
    const lignes = [...corps.rows].map((tr) => [valeur(tr), tr]);
    lignes.sort(([a], [b]) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      if (typeof a === "number" && typeof b === "number") return sens * (a - b);
      return sens * compare(String(a), String(b));
    });
    corps.append(...lignes.map(([, tr]) => tr));
    for (const autre of table.tHead.rows[0].cells) autre.setAttribute("aria-sort", "none");
    th.setAttribute("aria-sort", sens > 0 ? "ascending" : "descending");
    annonce.textContent = `${table.caption.textContent} : tri par ${bouton.textContent}, ` +
      (sens > 0 ? "croissant" : "décroissant");
  });
}
