// Sort and search are DataTables'; here, what this page adds: its order, its bar, its paper.
const ici = (id) => document.getElementById(id);
const ordonne = new Intl.Collator("fr", { numeric: true }).compare;
const range = (sens) => (a, b) => {
  if (a === "" || b === "") return (a === "") - (b === ""); // empty cells always come last
  return sens * (typeof a === "number" && typeof b === "number" ? a - b : ordonne(a, b));
};
DataTable.type("cellule", {
  order: {
    pre: (v) => (v === "" || isNaN(v) ? v : Number(v)),
    asc: range(1),
    desc: range(-1),
  },
  search: DataTable.type("html").search,
});
const tables = [...document.querySelectorAll("section:not(.vide) table")].map((table) => {
  const longue = table.tBodies[0].rows.length > PAGE;
  const t = new DataTable(table, {
    autoWidth: false,
    columnDefs: [{ targets: "_all", type: "cellule", orderSequence: ["asc", "desc"] }],
    info: longue,
    language: MOTS,
    layout: { topStart: longue ? ["info", "paging"] : null, topEnd: null, bottomStart: null, bottomEnd: null },
    order: [],
    ordering: { handler: false, indicators: false },
    pageLength: PAGE,
    paging: longue,
  });
  table.tBodies[0].classList.add("pret");
  for (const bouton of table.querySelectorAll("th button"))
    t.order.listener(bouton, bouton.closest("th").cellIndex);
  t.on("order", () => {
    const th = table.querySelector("th[aria-sort]");
    if (th) ici("annonce").textContent = `${table.caption.textContent} : tri par ` +
      `${th.textContent}, ${th.ariaSort === "ascending" ? "croissant" : "décroissant"}`;
  });
  return t;
});

// Show what was chosen: a territory, one of its targets, words, what needs an action.
function choose() {
  const champs = ["p", "c", "mots", "a"].map(ici);
  const [p, c, mots, a] = champs;
  const cibles = [...c.options];
  const garde = ({ dataset: d }) =>
    (!p.value || d.p === p.value) && (!c.value || !("c" in d) || d.c === c.value) &&
    (!a.checked || "a" in d);
  for (const t of tables) {
    const trs = t.rows({ order: "index" }).nodes().toArray();
    t.search.fixed("choix", (_, __, n) => garde(trs[n]));
  }
  function montre() {
    const filtre = Boolean(p.value || c.value || a.checked || mots.value.trim());
    let vues = 0, toutes = 0;
    for (const t of tables) {
      const restent = t.search(mots.value).draw().rows({ search: "applied" }).count();
      t.table().node().closest("section").hidden = filtre && !restent;
      vues += restent;
      toutes += t.rows().count();
    }
    document.body.classList.toggle("filtre", filtre);
    document.body.classList.toggle("un", Boolean(p.value));
    ici("qui").textContent = p.value ? ` : ${p.selectedOptions[0].textContent}` : "";
    ici("annonce").textContent = `${vues} lignes sur ${toutes}`;
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

// On paper, every row that is chosen, also of a table that the screen shows two hundred at a time.
const pagine = (n) => tables.forEach((t) => t.init().paging && t.page.len(n).draw());
addEventListener("beforeprint", () => pagine(-1));
addEventListener("afterprint", () => pagine(PAGE));
