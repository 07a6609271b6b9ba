// On phones, the toolbar is above the on-screen keyboard while the text has the focus, and the text is as high as the
// space between the bar and the toolbar. Browsers tell by the visual viewport how much the keyboard covers.

const toolbar = document.querySelector(".toolbar");
const form = toolbar?.closest("form");
const area = form?.elements.body;
const narrow = matchMedia("(width < 60rem)");
const LEAST = 120; // pixels; less is a bar of the browser

function run(viewport) {
  const bar = form.querySelector(".editor-bar");
  let isOpen = false;

  function place() {
    const covered = Math.round(window.innerHeight - viewport.height - viewport.offsetTop);
    const wasOpen = isOpen;
    isOpen = narrow.matches && document.activeElement === area && window.innerHeight - viewport.height > LEAST;
    toolbar.classList.toggle("is-above-keyboard", isOpen);
    toolbar.style.setProperty("--keyboard", `${Math.max(covered, 0)}px`);
    if (isOpen) form.style.setProperty("--visible-height", `${Math.round(viewport.height)}px`);
    else form.style.removeProperty("--visible-height");
    if (isOpen && !wasOpen) window.scrollBy(0, area.getBoundingClientRect().top - bar.offsetHeight);
  }

  for (const name of ["resize", "scroll"]) viewport.addEventListener(name, place);
  for (const name of ["focus", "blur"]) area.addEventListener(name, () => setTimeout(place));
}

if (area && window.visualViewport) run(window.visualViewport);
