// Before the first paint: the theme that this browser keeps, so that nothing flashes.
document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "auto";
