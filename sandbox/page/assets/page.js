// Cleans the Markdown that the server rendered, then adds what GitHub adds: alerts, task lists, mermaid drawings.
(() => {
  const TAGS = (
    "a b blockquote br caption cite code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li " +
    "mark ol p picture pre q rp rt ruby s samp small source span strike strong sub summary sup table tbody td tfoot th thead tr tt ul var"
  ).split(" ");
  const ATTRIBUTES = "align alt colspan height href media name open rowspan src srcset start title width class".split(" ");
  const ALERTS = { NOTE: "Note", TIP: "Tip", IMPORTANT: "Important", WARNING: "Warning", CAUTION: "Caution" };

  DOMPurify.addHook("uponSanitizeAttribute", (_, data) => {
    // the only classes that are kept name the language of a code block
    if (data.attrName === "class" && !/^language-[\w+-]+$/.test(data.attrValue)) data.keepAttr = false;
  });
  DOMPurify.addHook("afterSanitizeAttributes", (node) => {
    if (node.nodeName === "A") node.setAttribute("rel", "nofollow noreferrer");
  });

  function addAlerts(root) {
    // GitHub draws alerts at the top level alone
    for (const quote of root.querySelectorAll(":scope > blockquote")) {
      const first = quote.querySelector(":scope > p");
      const found = /^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br>\s*|\n|$)/.exec(first?.innerHTML ?? "");
      if (!found) continue;
      quote.className = `alert ${found[1].toLowerCase()}`;
      first.innerHTML = first.innerHTML.slice(found[0].length);
      const title = document.createElement("p");
      title.className = "alert-title";
      title.textContent = ALERTS[found[1]];
      quote.prepend(title);
      if (first.textContent.trim() === "" && first.children.length === 0) first.remove();
    }
  }

  function addTasks(root) {
    for (const item of root.querySelectorAll("li")) {
      const holder = item.firstElementChild?.nodeName === "P" ? item.firstElementChild : item;
      const text = holder.firstChild;
      const found = text?.nodeType === Node.TEXT_NODE ? /^\[([ xX])\]\s/.exec(text.data) : null;
      if (!found) continue;
      text.data = text.data.slice(found[0].length);
      const box = document.createElement("input");
      box.type = "checkbox";
      box.disabled = true;
      box.checked = found[1] !== " ";
      holder.prepend(box, " ");
      item.classList.add("task");
    }
  }

  async function draw(root) {
    for (const code of root.querySelectorAll("pre > code.language-mermaid")) {
      const holder = document.createElement("div");
      holder.className = "mermaid";
      try {
        const { svg } = await mermaid.render(`mermaid-${Math.random().toString(36).slice(2)}`, code.textContent);
        holder.innerHTML = svg;
      } catch (error) {
        holder.className = "mermaid-error";
        holder.textContent = `Unable to render rich display: ${error.message}`;
        code.parentElement.before(holder);
        continue;
      }
      code.parentElement.replaceWith(holder);
    }
  }

  async function main() {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark ? "dark" : "default" });
    for (const block of document.querySelectorAll(".markdown")) {
      block.innerHTML = DOMPurify.sanitize(block.dataset.html, { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ATTRIBUTES });
      block.removeAttribute("data-html");
      addAlerts(block);
      addTasks(block);
    }
    // a drawing needs its measures, so what is folded is opened for the moment
    for (const block of document.querySelectorAll(".markdown")) {
      const closed = [...block.querySelectorAll("details:not([open])")];
      for (const details of closed) details.open = true;
      await draw(block);
      for (const details of closed) details.open = false;
    }
    document.documentElement.dataset.ready = "true";
  }
  void main();
})();
