// Buttons that copy what stands in a field. Without this module the fields are there to copy by hand.
const said = document.querySelector(".share-said");

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // where the site is not served safely there is no clipboard
  }
}

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(document.getElementById(button.dataset.copies));
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = done ? said.dataset.done : said.dataset.failed; });
    button.focus();
  });
}
