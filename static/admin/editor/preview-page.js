// Shows a preview in a shadow root with the style sheets of the site, apart from those of the admin.

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function create(host, styles) {
  const root = host.attachShadow({ mode: "open" });
  for (const href of styles) root.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const header = Object.assign(document.createElement("header"), { className: "article-head" });
  const text = document.createElement("div");
  const page = Object.assign(document.createElement("div"), { className: "preview" });
  page.append(header, text);
  root.append(page);
  let current = "";

  // Links to other pages open in a new tab: the article isn't left while writing. Those within the text scroll.
  root.addEventListener("click", (event) => {
    const href = event.target.closest?.("a")?.getAttribute("href");
    if (!href?.startsWith("#")) return;
    event.preventDefault();
    scrollTo(decodeURIComponent(href.slice(1)));
  });

  const offset = (id) => {
    const element = id ? root.getElementById(id) : page;
    return element ? element.getBoundingClientRect().top - host.getBoundingClientRect().top : null;
  };

  function scrollTo(id) {
    const top = offset(id);
    if (top !== null) host.scrollBy({ top: id ? top - 16 : top, behavior: isCalm() ? "auto" : "smooth" });
  }

  return {
    // The section that is shown stays where it is, although the text above it may get longer.
    show({ title, html, direction }) {
      const before = offset(current);
      header.innerHTML = title;
      header.dir = direction;
      text.innerHTML = html;
      for (const link of text.querySelectorAll("a[href]:not([href^='#'])")) {
        link.target = "_blank";
        link.relList.add("noopener");
      }
      const after = offset(current);
      if (current && before !== null && after !== null) host.scrollBy({ top: after - before, behavior: "instant" });
    },
    // Follow the author to a section: "" is the beginning. Nothing moves within the same section.
    follow(id) {
      if (id === current) return;
      current = id;
      scrollTo(id);
    },
  };
}
