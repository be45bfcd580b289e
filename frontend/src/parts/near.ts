// "Near me": asks the device where it is and reloads the page with that point. Without a device that knows, no button.

export function nearMe(page: Document): void {
  const device = page.defaultView?.navigator.geolocation;
  if (!device) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-near]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      device.getCurrentPosition(
        ({ coords }) => {
          location.search = `?near=${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`;
        },
        // Refused or unknown: the box for the name stands beside it.
        () => {
          button.hidden = true;
        },
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }
}
