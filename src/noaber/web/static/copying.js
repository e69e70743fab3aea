// Buttons that copy what stands in a field. Without this module the fields are there to copy by hand.
async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // where the site is not served safely there is no clipboard
  }
}

export function offerCopies(part) {
  for (const button of part.querySelectorAll("[data-copies][hidden]")) {
    const said = button.closest("section, article, details, main").querySelector(".share-said");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(button.dataset.copies));
      said.textContent = "";
      requestAnimationFrame(() => { said.textContent = done ? said.dataset.done : said.dataset.failed; });
      button.focus();
    });
  }
}

offerCopies(document);
