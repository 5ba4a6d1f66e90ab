// Tables too wide for the screen can be reached and moved with the keyboard.
window.addEventListener("load", () => {
  for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (frame.scrollWidth > frame.clientWidth) {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", "Table");
    }
  }
});

// The page "Try it" brings its own. Named here, since builders differ in what they make of addresses on a page.
if (document.getElementById("try-start")) {
  import("./try/try.js");
}
