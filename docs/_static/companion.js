// Sliders: swap the paths, markers and texts that were computed when the site was built.
for (const box of document.querySelectorAll(".fig-slider")) {
  const { values, frames } = JSON.parse(box.querySelector("script").textContent);
  const input = box.querySelector("input"), output = box.querySelector("output");
  const show = () => {
    const k = input.valueAsNumber;
    output.textContent = values[k];
    input.setAttribute("aria-valuetext", values[k]);
    for (const [id, f] of Object.entries(frames[k])) {
      const group = document.getElementById(id);
      const path = [...group.querySelectorAll("path")].find((p) => !p.closest("defs"));
      if ("d" in f && path) path.setAttribute("d", f.d);
      if ("xy" in f) group.querySelectorAll("use").forEach((use, i) => {
        use.setAttribute("x", f.xy[i][0]);
        use.setAttribute("y", f.xy[i][1]);
      });
      const text = group.querySelector("text");
      if ("t" in f) text.textContent = f.t;
      if ("by" in f) group.setAttribute("transform", `translate(${f.by})`);
    }
  };
  input.addEventListener("input", show);
  box.hidden = false;
}

// The rows of results: search in what docs/_ext/listing.py put into `data-words`. `fold` there does the same.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[_^\\{}$'’]/g, "").replace(/[\s\-–—]+/g, " ").trim();

// A number, such as 1 or 2.12, is a whole word of the row or begins its tag; any other word may stand anywhere.
const matches = (row, words) => words.every((word) => /^\d+(\.\d+)*$/.test(word)
  ? row.tokens.includes(word) || (word.length > 1 && row.tag.startsWith(word)) : row.text.includes(word));

for (const families of document.querySelectorAll(".families")) {
  const box = document.querySelector(".search-results");
  const input = box.querySelector("input"), output = box.querySelector("output");
  const folders = [...families.querySelectorAll("details.family")].map((element) => ({ element, open: element.open }));
  const rows = [...families.querySelectorAll("li.row")].map((element) => ({
    element, tag: element.dataset.tag.toLowerCase(), text: element.dataset.words,
    tokens: element.dataset.words.split(/[^a-z0-9.]+/).map((word) => word.replace(/^\.+|\.+$/g, "")),
  }));
  let searching = false;
  const filter = () => {
    const words = fold(input.value).split(" ").filter((word) => word);
    if (words.length && !searching) for (const folder of folders) folder.open = folder.element.open;
    for (const row of rows) row.element.hidden = !matches(row, words);
    for (const folder of folders) {
      const found = folder.element.querySelector("li.row:not([hidden])");
      folder.element.hidden = !found;
      if (words.length) folder.element.open = Boolean(found);
      else if (searching) folder.element.open = folder.open;
    }
    searching = words.length > 0;
    const left = rows.filter((row) => !row.element.hidden).length;
    output.textContent = searching ? `${left} of ${rows.length}` : "";
    families.querySelector(".nothing").hidden = left > 0;
  };
  const query = new URLSearchParams(location.search).get("q");
  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1)).get("q");
    if (state !== null || query === null) input.value = state ?? "";
    else input.value = query;
    filter();
  };
  input.addEventListener("input", () => {
    filter();
    const state = input.value ? `#${new URLSearchParams({ q: input.value })}` : location.pathname + location.search;
    history.replaceState(null, "", state);
  });
  window.addEventListener("pageshow", restore);
  window.addEventListener("hashchange", restore);
  box.hidden = false;
  restore();
}

// The sidebar shows the current page. Only once all is loaded its places are final.
window.addEventListener("load", () => {
  const current = document.querySelector(".sidebar-tree .current-page"), drawer = document.querySelector(".sidebar-scroll");
  if (!current || !drawer) return;
  const place = current.getBoundingClientRect(), frame = drawer.getBoundingClientRect();
  const top = drawer.scrollTop + place.top - frame.top - frame.height / 2;
  if (place.bottom > frame.bottom) drawer.scrollTo({ top, behavior: "instant" });
});

// Paper: what is folded is printed.
{
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const element of closed) element.open = true;
  });
  window.addEventListener("afterprint", () => { for (const element of closed) element.open = false; });
}

// Listings: a button that copies them.
for (const pre of navigator.clipboard ? document.querySelectorAll("div.highlight pre") : []) {
  const button = document.createElement("button");
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  pre.parentElement.append(button);
}
