"use strict";

// Renews the page without closing what somebody has opened, and filters what it shows.
const PERIOD_MS = 30000;

const live = document.getElementById("live");
const renewal = document.getElementById("renewal");
let renewed = new Date();

function showRenewal(failed) {
  renewal.textContent = failed
    ? "Pulse does not answer; this is how things stood at " + renewed.toLocaleTimeString()
    : "Renewed at " + renewed.toLocaleTimeString();
  renewal.classList.toggle("stale", failed);
}

function filterRepositories() {
  const name = document.getElementById("find-name").value.trim().toLowerCase();
  const status = document.getElementById("find-status").value;
  for (const item of live.querySelectorAll(".repos > li")) {
    const key = item.querySelector("details").dataset.key.toLowerCase();
    item.hidden = !key.includes(name) || (status !== "" && item.dataset.status !== status);
  }
}

function address(severity) {
  return severity === "" ? "./" : "./?severity=" + encodeURIComponent(severity);
}

function prepare() {
  document.getElementById("find").hidden = false;
  document.querySelector("#severity-form button").hidden = true;
}

/** Puts the new content of a section in the place of the old; what somebody is typing stays. */
function replaceSection(fresh) {
  const find = fresh.querySelector("#find");
  if (find) {
    find.replaceWith(document.getElementById("find"));
  }
  document.getElementById(fresh.id).replaceChildren(...fresh.childNodes);
}

function focusAgain(id, key) {
  const again = key === undefined
    ? id && document.getElementById(id)
    : [...live.querySelectorAll("details")]
        .filter((details) => details.dataset.key === key)
        .map((details) => details.querySelector("summary"))[0];
  if (again && document.activeElement !== again) {
    again.focus({ preventScroll: true });
  }
}

async function renew() {
  try {
    const wanted = document.getElementById("severity").value;
    const response = await fetch(address(wanted), { cache: "no-store" });
    if (!response.ok) {
      throw new Error("status " + response.status);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const open = new Set();
    for (const details of live.querySelectorAll("details[open]")) {
      open.add(details.dataset.key);
    }
    const focused = document.activeElement;
    const around = focused.closest("#live details");
    for (const section of page.querySelectorAll("#live > section")) {
      replaceSection(section);
    }
    for (const details of live.querySelectorAll("details")) {
      details.open = open.has(details.dataset.key);
    }
    focusAgain(focused.id, around ? around.dataset.key : undefined);
    prepare();
    filterRepositories();
    renewed = new Date();
    showRenewal(false);
  } catch (error) {
    showRenewal(true);
  }
}

live.addEventListener("input", (event) => {
  if (event.target.closest("#find")) {
    filterRepositories();
  }
});

live.addEventListener("change", (event) => {
  if (event.target.id === "severity") {
    history.replaceState(null, "", address(event.target.value) + "#dependencies");
    renew();
  }
});

prepare();
showRenewal(false);
setInterval(renew, PERIOD_MS);
