// Before and after over one picture. Without script both stand side by side, which is also how they are printed.

export function sliders(root: ParentNode): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-before-after]:not(.is-slider)")) {
    const range = part.querySelector<HTMLInputElement>("input[type=range]");
    const pictures = [...part.querySelectorAll("img")];
    const labels = [...part.querySelectorAll(".phase")];
    if (!range || pictures.length !== 2) continue;
    const stage = document.createElement("div");
    stage.className = "stage";
    stage.append(...pictures, ...labels);
    part.prepend(stage, range);
    part.classList.add("is-slider");
    const show = (): void => part.style.setProperty("--cut", `${range.value}%`);
    range.addEventListener("input", show);
    stage.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && event.buttons !== 1) return;
      const box = stage.getBoundingClientRect();
      range.value = String(Math.round(((event.clientX - box.left) / box.width) * 100));
      show();
    });
    show();
  }
}
