"use strict";
// Filters, folding and the dark page. Everything is in the document already: without this script all of it is shown.
(() => {
  const FOLD_ABOVE = 3; // with more reports than this, they open folded
  const form = document.getElementById("filters");
  const fold = document.getElementById("fold");
  const theme = document.getElementById("theme");
  const reports = [...document.querySelectorAll(".report")].map(readReport);
  const all = reports.flatMap((report) => report.findings);
  const claims = reports.flatMap((report) => report.claims);
  const lights = [...form.elements.light];

  function readFinding(element) {
    const claim = element.closest(".claim");
    const around = claim ? claim.querySelector(".text").textContent : "";
    const text = `${element.textContent} ${around}`.toLowerCase();
    return { element, text, ...element.dataset, counted: !element.classList.contains("silenced") };
  }

  function readReport(element) {
    const findings = [...element.querySelectorAll(".finding")].map(readFinding);
    const within = (part) => findings.filter((finding) => part.contains(finding.element));
    return {
      element,
      findings,
      title: element.querySelector("summary").textContent.toLowerCase(),
      claims: [...element.querySelectorAll(".claim")].map((part) => ({ element: part, text: part.textContent.toLowerCase(), findings: within(part) })),
      checks: [...element.querySelectorAll(".check")].map((part) => ({ element: part, findings: findings.filter((finding) => finding.code === part.dataset.code) })),
      parts: [...element.querySelectorAll(".folded")].map((part) => ({ element: part, findings: within(part) })),
    };
  }

  function wanted() {
    return {
      lights: new Set(lights.filter((box) => box.checked).map((box) => box.value)),
      check: form.elements.check.value,
      text: form.elements.q.value.trim().toLowerCase(),
      only: form.elements.only.checked,
    };
  }

  function apply() {
    const filter = wanted();
    const narrowed = filter.check !== "" || filter.lights.size < lights.length;
    const active = narrowed || filter.only || filter.text !== "";
    const shown = (part) => !part.element.hidden;
    for (const report of reports) {
      const titled = report.title.includes(filter.text);
      for (const finding of report.findings) {
        const passes = filter.lights.has(finding.light) && (!filter.check || finding.code === filter.check);
        finding.element.hidden = !(passes && (titled || finding.text.includes(filter.text)));
      }
      for (const claim of report.claims) {
        const some = claim.findings.some(shown);
        claim.element.hidden = !(titled || claim.text.includes(filter.text)) || ((narrowed || filter.only) && !some);
      }
      for (const check of report.checks) check.element.hidden = !check.findings.some(shown);
      for (const part of report.parts) part.element.hidden = active && !part.findings.some(shown);
      report.element.hidden = active && !report.findings.some(shown) && !report.claims.some(shown);
    }
    for (const box of lights) {
      const of = all.filter((finding) => finding.light === box.value && finding.counted);
      form.querySelector(`[data-count="${box.value}"]`).textContent = of.length.toLocaleString("en");
    }
    const counted = all.filter((finding) => finding.counted);
    const ratio = (some, every, what) => `${some.filter(shown).length.toLocaleString("en")} of ${every.length.toLocaleString("en")} ${what}`;
    const parts = [ratio(counted, counted, "findings"), ratio(claims, claims, "claims"), ratio(reports, reports, "reports")];
    document.getElementById("status").textContent = `Showing ${parts.join(", ")}.`;
    document.getElementById("nothing").hidden = reports.some(shown);
    return filter;
  }

  // The state of the filters stands in the address, so that a filtered page can be sent.
  function write(filter) {
    const state = new URLSearchParams();
    if (filter.lights.size < lights.length) state.set("light", [...filter.lights].join(","));
    if (filter.check) state.set("check", filter.check);
    if (form.elements.q.value) state.set("q", form.elements.q.value);
    if (filter.only) state.set("only", "1");
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  }

  function read() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return open(hash);
    const state = new URLSearchParams(hash);
    const chosen = state.has("light") ? new Set(state.get("light").split(",")) : null;
    for (const box of lights) box.checked = !chosen || chosen.has(box.value);
    form.elements.check.value = state.get("check") ?? "";
    form.elements.q.value = state.get("q") ?? "";
    form.elements.only.checked = state.get("only") === "1";
    apply();
    foldAll(false);
    document.getElementById("reports").scrollIntoView();
  }

  function open(id) {
    for (let part = id && document.getElementById(id); part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (id) document.getElementById(id)?.scrollIntoView();
  }

  function foldAll(folded) {
    for (const report of reports) report.element.open = !folded;
    fold.textContent = folded ? "Unfold all" : "Fold all";
  }

  function dark() {
    return (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  }

  function nameTheme() {
    theme.textContent = dark() ? "Light page" : "Dark page";
  }

  form.hidden = theme.hidden = false;
  form.addEventListener("input", () => write(apply()));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => write(apply())));
  fold.addEventListener("click", () => foldAll(reports.some((report) => report.element.open)));
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    nameTheme();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
  addEventListener("hashchange", read);
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
  for (const part of document.querySelectorAll(".folded, .abstract")) part.open = false;
  foldAll(reports.length > FOLD_ABOVE);
  nameTheme();
  apply();
  read();
})();
