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

// The table of results: filter by words and family.
for (const box of document.querySelectorAll(".filter")) {
  const rows = [...document.querySelectorAll("table.results tbody tr")];
  const [words, family] = [box.querySelector("input"), box.querySelector("select")];
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const own = row.querySelector('[data-label="Family"]').textContent;
      row.hidden = !(wanted.every((w) => text.includes(w)) && (!family.value || family.value === own));
    }
    box.querySelector("output").textContent = `${rows.filter((r) => !r.hidden).length} of ${rows.length}`;
  };
  words.addEventListener("input", filter);
  family.addEventListener("input", filter);
  box.hidden = false;
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
