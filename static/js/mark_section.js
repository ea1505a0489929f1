// Marks, in a [data-mark-sections] menu, the section of a long page that is in view.
const links = new Map();
for (const link of document.querySelectorAll('[data-mark-sections] a[href^="#"]')) {
  const section = document.getElementById(link.hash.slice(1));
  if (section) links.set(section, link);
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(target).setAttribute("aria-current", "true");
  }
}, { rootMargin: "-20% 0px -70% 0px" });

for (const section of links.keys()) seen.observe(section);
