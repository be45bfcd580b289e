// What every page loads. The pages work without it: this only makes them quicker to use.
document.documentElement.classList.add("has-script");

export {};
