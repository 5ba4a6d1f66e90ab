/** Puts a style sheet of this folder on the page; settles once it is there. */
export function dress(name) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(name, import.meta.url).href;
  document.head.append(sheet);
  return new Promise((there, fail) => {
    sheet.addEventListener("load", there);
    sheet.addEventListener("error", () => fail(new Error(`${name} can't be loaded.`)));
  });
}
