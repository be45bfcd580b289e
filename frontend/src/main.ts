// What every page has. The pages work without this file; it only makes them quicker to use.

import { keepDrafts, settleDrafts } from "./parts/drafts";
import { oneDisclosure } from "./parts/disclosures";
import { findKey } from "./parts/find";
import { listKeys } from "./parts/lists";
import { nearMe } from "./parts/near";
import { submitOnce } from "./parts/once";
import { sliders } from "./parts/sliders";

document.documentElement.classList.add("js");

oneDisclosure(document);
listKeys(document);
findKey(document);
submitOnce(document);
nearMe(document);
settleDrafts(document);

function fresh(root: ParentNode): void {
  sliders(root);
  keepDrafts(root);
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}

fresh(document);
// htmx tells of every piece of page it has put in.
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) fresh(event.target);
});
