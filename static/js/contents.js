// Highlights the current section in the table of contents, and opens it if there is space next to the text.
// Without this file it is a collapsed list of links.

const contents = document.querySelector(".contents");
const links = new Map();

function follow(details) {
  const wide = matchMedia("(width >= 82rem)");
  const fold = () => {
    details.open = wide.matches;
  };
  wide.addEventListener("change", fold);
  fold();

  for (const link of details.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  // Headings above a line in the upper third of the window have been read; the last of them is the current one.
  const seen = new Set();
  const watch = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      mark([...links.keys()].findLast((heading) => seen.has(heading)));
    },
    { rootMargin: "1000000px 0px -65% 0px" },
  );
  for (const heading of links.keys()) watch.observe(heading);
}

function mark(current) {
  for (const [heading, link] of links) {
    if (heading === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (current && contents.scrollHeight > contents.clientHeight) {
    const link = links.get(current);
    contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
  }
}

if (contents) follow(contents.querySelector("details"));
