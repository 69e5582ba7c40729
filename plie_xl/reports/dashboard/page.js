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

// Show what was chosen: a territory, one of its targets, words, what needs an action.
const ici = (id) => document.getElementById(id);
function choose() {
  const champs = ["p", "c", "mots", "a"].map(ici);
  const [p, c, mots, a] = champs;
  const cibles = [...c.options];
  const lignes = [...document.querySelectorAll("tbody tr")];
  const simple = (texte) => texte.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const lus = new WeakMap();
  const texte = (tr) => {
    if (!lus.has(tr)) lus.set(tr, simple(tr.textContent));
    return lus.get(tr);
  };
  const garde = (tr, cherches) =>
    (!p.value || tr.dataset.p === p.value) &&
    (!c.value || !("c" in tr.dataset) || tr.dataset.c === c.value) &&
    (!a.checked || "a" in tr.dataset) &&
    cherches.every((mot) => texte(tr).includes(mot));
  function montre() {
    const cherches = simple(mots.value).split(/\s+/).filter(Boolean);
    const filtre = Boolean(p.value || c.value || a.checked || cherches.length);
    let vues = 0;
    for (const tr of lignes) vues += !(tr.hidden = !garde(tr, cherches));
    for (const section of document.querySelectorAll("main section"))
      section.hidden = filtre && !section.querySelector("tbody tr:not([hidden])");
    document.body.classList.toggle("filtre", filtre);
    document.body.classList.toggle("un", Boolean(p.value));
    ici("qui").textContent = p.value ? ` : ${p.selectedOptions[0].textContent}` : "";
    annonce.textContent = `${vues} lignes sur ${lignes.length}`;
  }
  function propose() {
    const choisie = c.value;
    c.replaceChildren(...cibles.filter((o) => !o.value || !p.value || o.dataset.p === p.value));
    c.value = [...c.options].some((o) => o.value === choisie) ? choisie : "";
  }
  p.addEventListener("change", propose);
  for (const champ of champs) champ.addEventListener("input", montre);
  ici("choix").addEventListener("submit", (e) => e.preventDefault());
  ici("choix").addEventListener("reset", () => setTimeout(() => { propose(); montre(); }));
  document.querySelector("main").addEventListener("click", (e) => {
    const lien = e.target.closest("td a");
    if (!lien) return;
    p.value = lien.dataset.p;
    propose();
    c.value = lien.dataset.c ?? "";
    montre();
  });
}
if (ici("choix")) choose();
